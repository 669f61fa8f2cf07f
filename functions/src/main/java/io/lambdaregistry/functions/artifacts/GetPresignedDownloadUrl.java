package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.PresignedTransfers;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;

/** {@code GET mlflow-artifacts/presigned/<path>}: returns a presigned request that reads a file from S3. */
final class GetPresignedDownloadUrl extends JsonHandler {
    private final PresignedTransfers transfers;

    GetPresignedDownloadUrl(PresignedTransfers transfers) {
        this.transfers = transfers;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        return PresignedJson.url(transfers.download(ArtifactPath.ofFile(parameters.path("path"))));
    }
}
