package io.lambdaregistry.tracking;

import io.lambdaregistry.artifact.ArtifactLocation;
import io.lambdaregistry.error.RegistryException;
import java.util.regex.Pattern;

/**
 * Checks the artifact location of an experiment: it must be in the registry's own storage, or in a bucket that clients reach
 * directly. URIs with a host to connect to, local paths, and URIs that change when decoded or resolved are rejected.
 */
final class ArtifactLocations {
    private static final int MAX_LENGTH = 2_048;
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.\\-]*");

    private ArtifactLocations() {}

    /** @throws RegistryException INVALID_PARAMETER_VALUE */
    static void check(String location) {
        if (location.length() > MAX_LENGTH) {
            throw RegistryException.invalid(
                    "Invalid artifact path length. The length of the artifact path cannot be greater than " + MAX_LENGTH
                            + " characters.");
        }
        boolean allowed = switch (ArtifactLocation.parse(location)) {
            case ArtifactLocation.Registry stored ->
                location.startsWith("mlflow-artifacts:/") && !location.startsWith("mlflow-artifacts://");
            case ArtifactLocation.Bucket(String bucket, var path) ->
                BUCKET.matcher(bucket).matches();
            case ArtifactLocation.OfRun run -> false;
        };
        if (!allowed) {
            throw RegistryException.invalid(
                    "Invalid value '%s' for 'artifact_location': it must begin with 'mlflow-artifacts:/' or 's3://<bucket>'."
                            .formatted(location));
        }
    }
}
