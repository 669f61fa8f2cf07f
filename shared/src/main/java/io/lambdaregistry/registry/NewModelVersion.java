package io.lambdaregistry.registry;

import java.util.Map;

/** What a caller gives for a new version; {@link ModelVersion} says what each is. Empty strings where nothing is given. */
public record NewModelVersion(
        String source,
        String storageLocation,
        String runId,
        String runLink,
        String modelId,
        String description,
        Map<String, String> tags) {}
