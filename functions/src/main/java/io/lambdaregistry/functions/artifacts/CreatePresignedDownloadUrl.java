package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.PresignedTransfers;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import java.util.Optional;

/** {@code POST mlflow/artifacts/presigned-download-url}: returns a presigned request that reads a run's file from S3. */
final class CreatePresignedDownloadUrl extends JsonHandler {
    private final PresignedTransfers transfers;

    CreatePresignedDownloadUrl(PresignedTransfers transfers) {
        this.transfers = transfers;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String runId = parameters.requiredString("run_id");
        ArtifactPath path = ArtifactPath.ofFile(parameters.requiredString("path"));
        Optional<Long> expiration = Optional.ofNullable(parameters.integer("expiration"));
        return PresignedJson.presignedUrl(transfers.downloadFromRun(runId, path, expiration));
    }
}
