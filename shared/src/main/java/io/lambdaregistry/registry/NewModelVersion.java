package io.lambdaregistry.registry;

import java.util.Map;

/** The fields of a version to be created, which {@link ModelVersion} describes. A missing field is an empty string. */
public record NewModelVersion(
        String source,
        String storageLocation,
        String runId,
        String runLink,
        String modelId,
        String description,
        Map<String, String> tags) {}
