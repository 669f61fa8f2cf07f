package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;

/** {@code GET mlflow/logged-models/<model_id>/artifacts/directories}: lists one level of a logged model's artifacts. */
final class ListLoggedModelArtifacts extends JsonHandler {
    private final Artifacts artifacts;

    ListLoggedModelArtifacts(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        ArtifactPath folder = ArtifactPath.ofFolder(parameters.stringOrEmpty("artifact_directory_path"));
        return ArtifactListing.under(artifacts, artifacts.rootOfLoggedModel(parameters.path("model_id")), folder);
    }
}
