package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.ArtifactRoot;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;
import io.lambdaregistry.functions.http.Parameters;
import java.io.IOException;

/** {@code GET /get-artifact?run_id=&path=}: returns a file of a run. */
final class GetRunArtifact extends ApiHandler {
    private final Downloads downloads;

    GetRunArtifact(Downloads downloads) {
        this.downloads = downloads;
    }

    @Override
    protected ApiResponse handle(ApiRequest request) throws IOException {
        Parameters parameters = Parameters.of(request);
        ArtifactPath path = ArtifactPath.ofFile(parameters.requiredString("path"));
        ArtifactRoot root = downloads.artifacts().rootOfRun(parameters.runId());
        return downloads.answer(request, root.path().resolve(path));
    }
}
