package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;
import java.io.IOException;
import java.util.Map;

/** {@code PUT mlflow-artifacts/artifacts/<path>}: stores the body as a file, and returns 200 without a body. */
public final class UploadArtifact extends ApiHandler {
    private final Artifacts artifacts;

    public UploadArtifact() {
        this(services().artifacts());
    }

    UploadArtifact(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    protected ApiResponse handle(ApiRequest request) throws IOException {
        artifacts.put(ArtifactPath.ofFile(request.pathParameter("path")), request.body()::transferTo);
        return new ApiResponse.Text(200, Map.of(), "");
    }
}
