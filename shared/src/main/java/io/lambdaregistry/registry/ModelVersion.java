package io.lambdaregistry.registry;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version of a registered model.
 *
 * @param version from 1, rising; never used twice within a model's life
 * @param description null once an update took it away; empty where there never was one
 * @param source where its files are, as the caller named it
 * @param storageLocation where its files are for the client that loads it: {@code source}, but for a logged model's its
 *     artifact location
 * @param runId empty where there is none; so are {@code runLink} and {@code modelId}
 * @param aliases those that point at it
 */
public record ModelVersion(
        String name,
        long version,
        long creationTimestamp,
        long lastUpdatedTimestamp,
        @Nullable String description,
        Stage stage,
        String source,
        String storageLocation,
        String runId,
        String runLink,
        String modelId,
        Map<String, String> tags,
        List<String> aliases) {

    /** The same version with its files somewhere else. */
    public ModelVersion movedTo(String otherSource, String otherStorageLocation) {
        return new ModelVersion(
                name,
                version,
                creationTimestamp,
                lastUpdatedTimestamp,
                description,
                stage,
                otherSource,
                otherStorageLocation,
                runId,
                runLink,
                modelId,
                tags,
                aliases);
    }

    public ModelVersion withAliases(List<String> names) {
        return new ModelVersion(
                name,
                version,
                creationTimestamp,
                lastUpdatedTimestamp,
                description,
                stage,
                source,
                storageLocation,
                runId,
                runLink,
                modelId,
                tags,
                List.copyOf(names));
    }
}
