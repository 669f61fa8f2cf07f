package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.PresignedTransfers;
import io.lambdaregistry.artifact.UploadedPart;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import java.util.List;

/** {@code POST mlflow-artifacts/mpu/complete/<folder>}: joins the uploaded parts into one file. */
final class CompleteMultipartUpload extends JsonHandler {
    private final PresignedTransfers transfers;

    CompleteMultipartUpload(PresignedTransfers transfers) {
        this.transfers = transfers;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        ArtifactPath path = MultipartFile.path(parameters);
        List<UploadedPart> parts = parameters.requiredObjects("parts").stream()
                .map(part -> new UploadedPart(part.requiredInteger("part_number"), part.requiredString("etag")))
                .toList();
        transfers.complete(path, parameters.requiredString("upload_id"), parts);
        return JsonBody.EMPTY;
    }
}
