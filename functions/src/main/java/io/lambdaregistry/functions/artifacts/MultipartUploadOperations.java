package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.PresignedTransfers;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import java.util.Map;

/** The operations of multipart uploads: create, complete and abort. */
public final class MultipartUploadOperations extends OperationGroup {
    private static final String UPLOADS = "POST /{api}/2.0/mlflow-artifacts/mpu/";

    public MultipartUploadOperations() {
        super(operations(services().presignedTransfers()));
    }

    private static Map<String, ApiHandler> operations(PresignedTransfers transfers) {
        return Map.of(
                UPLOADS + "create/{folder+}", new CreateMultipartUpload(transfers),
                UPLOADS + "complete/{folder+}", new CompleteMultipartUpload(transfers),
                UPLOADS + "abort/{folder+}", new AbortMultipartUpload(transfers));
    }
}
