package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.PresignedTransfers;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;

/**
 * {@code POST mlflow-artifacts/mpu/create/<folder>}: starts a multipart upload and returns a presigned request for each part.
 */
final class CreateMultipartUpload extends JsonHandler {
    private final PresignedTransfers transfers;

    CreateMultipartUpload(PresignedTransfers transfers) {
        this.transfers = transfers;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        ArtifactPath path = MultipartFile.path(parameters);
        return PresignedJson.upload(transfers.begin(path, parameters.integer("num_parts", 0)));
    }
}
