package io.lambdaregistry.registry;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version of a registered model.
 *
 * @param version the number, from 1, rising; no number is used twice in a model's life
 * @param description null if an update removed it; empty if there never was one
 * @param source the URI of its files, as the request named it
 * @param storageLocation the URI from which clients load its files: {@code source}, or for a logged model its artifact location
 * @param runId empty if there is none; likewise {@code runLink} and {@code modelId}
 * @param aliases the aliases that point at it
 * @param seal what is known of the bytes of its files
 * @param signatures the number of signatures that are attached to it
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
        List<String> aliases,
        VersionSeal seal,
        long signatures) {
    /** A version whose files are not digested yet. */
    public ModelVersion(
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
        this(
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
                aliases,
                new VersionSeal.Pending(),
                0);
    }

    /** Returns what an import copies of this version: all but its aliases, its seal and its signatures, which each registry makes for itself. */
    public ModelVersion asImported() {
        return with(source, storageLocation, List.of(), new VersionSeal.Pending(), 0);
    }

    /** Returns this version with another location of its files. */
    public ModelVersion movedTo(String otherSource, String otherStorageLocation) {
        return with(otherSource, otherStorageLocation, aliases, seal, signatures);
    }

    public ModelVersion withAliases(List<String> names) {
        return with(source, storageLocation, List.copyOf(names), seal, signatures);
    }

    private ModelVersion with(
            String otherSource,
            String otherStorageLocation,
            List<String> otherAliases,
            VersionSeal otherSeal,
            long otherSignatures) {
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
                otherAliases,
                otherSeal,
                otherSignatures);
    }
}
