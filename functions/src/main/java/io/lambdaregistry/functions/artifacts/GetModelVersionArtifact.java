package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.ArtifactRoot;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;
import io.lambdaregistry.functions.http.Parameters;
import java.io.IOException;

/**
 * {@code GET /model-versions/get-artifact?name=&version=&path=}: returns a file of a model version, or a presigned request that
 * reads it from S3.
 */
final class GetModelVersionArtifact extends ApiHandler {
    private final Downloads downloads;

    GetModelVersionArtifact(Downloads downloads) {
        this.downloads = downloads;
    }

    @Override
    protected ApiResponse handle(ApiRequest request) throws IOException {
        Parameters parameters = Parameters.of(request);
        ArtifactPath path = ArtifactPath.ofFile(parameters.requiredString("path"));
        ArtifactRoot root = downloads
                .artifacts()
                .rootOfModelVersion(parameters.requiredString("name"), parameters.requiredString("version"));
        return downloads.answerOrSign(request, root.path().resolve(path));
    }
}
