package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.PresignedTransfers;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;

/** {@code GET mlflow-artifacts/presigned/<path>}: a presigned request that reads a file from S3. */
public final class GetPresignedDownloadUrl extends JsonHandler {
    private final PresignedTransfers transfers;

    public GetPresignedDownloadUrl() {
        this(Services.fromEnvironment());
    }

    public GetPresignedDownloadUrl(Services services) {
        this(services.presignedTransfers());
    }

    GetPresignedDownloadUrl(PresignedTransfers transfers) {
        this.transfers = transfers;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        return PresignedJson.url(transfers.download(ArtifactPath.ofFile(parameters.path("path"))));
    }
}
