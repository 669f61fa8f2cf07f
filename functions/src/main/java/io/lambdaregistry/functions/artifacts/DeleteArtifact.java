package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;
import io.lambdaregistry.json.JsonBody;

/** {@code DELETE mlflow-artifacts/artifacts/<path>}: deletes a file or a folder; one that does not exist is no error. */
public final class DeleteArtifact extends ApiHandler {
    private final Artifacts artifacts;

    public DeleteArtifact() {
        this(services().artifacts());
    }

    DeleteArtifact(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        artifacts.delete(ArtifactPath.ofFolder(request.pathParameter("path")));
        return ApiResponse.json(JsonBody.EMPTY);
    }
}
