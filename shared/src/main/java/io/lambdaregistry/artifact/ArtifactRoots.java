package io.lambdaregistry.artifact;

import io.lambdaregistry.error.RegistryException;

/** Tells under which URI the artifacts of a thing lie. */
public interface ArtifactRoots {
    /** @throws RegistryException RESOURCE_DOES_NOT_EXIST */
    String ofRun(String runId);

    /** @throws RegistryException RESOURCE_DOES_NOT_EXIST */
    String ofLoggedModel(String modelId);

    /**
     * What MLflow's {@code model-versions/get-download-uri} answers.
     *
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE where the version is no number
     */
    String ofModelVersion(String name, String version);
}
