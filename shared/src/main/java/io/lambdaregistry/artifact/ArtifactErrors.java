package io.lambdaregistry.artifact;

import io.lambdaregistry.error.RegistryException;

/** The errors for artifacts that cannot be read, with MLflow's messages. */
public final class ArtifactErrors {
    private ArtifactErrors() {}

    public static RegistryException notFound(ArtifactPath path) {
        return RegistryException.notFound("No such artifact: '" + path + "'");
    }

    public static RegistryException isFolder(ArtifactPath path) {
        return RegistryException.invalid("Artifact path refers to a directory, not a file: '" + path + "'");
    }
}
