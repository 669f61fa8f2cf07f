package io.lambdaregistry.artifact;

import io.lambdaregistry.error.RegistryException;

/** Returns the URIs of artifact folders. */
public interface ArtifactRoots {
    /** @throws RegistryException RESOURCE_DOES_NOT_EXIST */
    String ofRun(String runId);

    /** @throws RegistryException RESOURCE_DOES_NOT_EXIST */
    String ofLoggedModel(String modelId);

    /**
     * Returns the URI of MLflow's {@code model-versions/get-download-uri}.
     *
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE if the version is not a number
     */
    String ofModelVersion(String name, String version);
}
