package io.lambdaregistry.functions;

import io.lambdaregistry.artifact.ArtifactRoots;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.Lineage;
import io.lambdaregistry.registry.ModelRegistry;

/** Reads the artifact URIs that are recorded with runs, logged models and model versions. */
public record RecordedRoots(Lineage lineage, ModelRegistry registry) implements ArtifactRoots {
    @Override
    public String ofRun(String runId) {
        return lineage.runArtifactUri(runId)
                .orElseThrow(() -> RegistryException.notFound("Run with id=" + runId + " not found"));
    }

    @Override
    public String ofLoggedModel(String modelId) {
        return lineage.loggedModel(modelId)
                .map(Lineage.LoggedArtifacts::artifactUri)
                .orElseThrow(() -> RegistryException.notFound("Logged model with ID '" + modelId + "' not found."));
    }

    @Override
    public String ofModelVersion(String name, String version) {
        return registry.getDownloadUri(name, version);
    }
}
