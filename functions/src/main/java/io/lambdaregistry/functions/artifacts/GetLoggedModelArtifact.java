package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.ArtifactRoot;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;
import java.io.IOException;

/**
 * {@code GET mlflow/logged-models/<model_id>/artifacts/files?artifact_file_path=}: returns a file of a logged model, or a
 * presigned request that reads it from S3.
 */
final class GetLoggedModelArtifact extends ApiHandler {
    private final Downloads downloads;

    GetLoggedModelArtifact(Downloads downloads) {
        this.downloads = downloads;
    }

    @Override
    protected ApiResponse handle(ApiRequest request) throws IOException {
        String text = request.queryParameter("artifact_file_path");
        if (text == null || text.isEmpty()) {
            throw new RegistryException(
                    ErrorCode.BAD_REQUEST, "Request must include the \"artifact_file_path\" query parameter.");
        }
        ArtifactPath path = ArtifactPath.ofFile(text);
        ArtifactRoot root = downloads.artifacts().rootOfLoggedModel(request.pathParameter("model_id"));
        return downloads.answerOrSign(request, root.path().resolve(path));
    }
}
