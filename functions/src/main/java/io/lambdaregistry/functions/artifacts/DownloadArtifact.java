package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;
import java.io.IOException;

/** {@code GET mlflow-artifacts/artifacts/<path>}: returns the file, or a range of it. */
public final class DownloadArtifact extends ApiHandler {
    private final Downloads downloads;

    public DownloadArtifact() {
        this(Downloads.of(services()));
    }

    DownloadArtifact(Downloads downloads) {
        this.downloads = downloads;
    }

    @Override
    protected ApiResponse handle(ApiRequest request) throws IOException {
        return downloads.answer(request, ArtifactPath.ofFile(request.pathParameter("path")));
    }
}
