package io.lambdaregistry.upload;

import java.util.Map;

/**
 * The version that was made of an upload.
 *
 * @param modelId the registry's own id of the registered model, which renames do not change
 * @param model the model's name when the version was made
 * @param version the version number
 * @param created whether this call made the version; otherwise an earlier call for the same upload did
 * @param tags the tags of the version
 */
public record RegisteredUpload(String modelId, String model, long version, boolean created, Map<String, String> tags) {}
