package io.lambdaregistry.upload;

import java.util.Map;

/**
 * The version that an upload became.
 *
 * @param modelId the registry's own id of the registered model, which no rename changes
 * @param model the model's name when the version was made
 * @param created whether it was made just now; else the same upload made it before
 * @param tags of the version
 */
public record RegisteredUpload(String modelId, String model, long version, boolean created, Map<String, String> tags) {}
