package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.PresignedTransfers;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;

/**
 * {@code POST mlflow-artifacts/mpu/abort/<folder>}: deletes the uploaded parts; an upload that no longer exists is no error.
 */
final class AbortMultipartUpload extends JsonHandler {
    private final PresignedTransfers transfers;

    AbortMultipartUpload(PresignedTransfers transfers) {
        this.transfers = transfers;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        transfers.abort(MultipartFile.path(parameters), parameters.requiredString("upload_id"));
        return JsonBody.EMPTY;
    }
}
