package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;

/** {@code GET mlflow/artifacts/list}: lists one level of a run's artifacts, in one page. */
final class ListRunArtifacts extends JsonHandler {
    private final Artifacts artifacts;

    ListRunArtifacts(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        parameters.unread("page_token");
        String runId = parameters.runId();
        ArtifactPath folder = ArtifactPath.ofFolder(parameters.stringOrEmpty("path"));
        return ArtifactListing.under(artifacts, artifacts.rootOfRun(runId), folder);
    }
}
