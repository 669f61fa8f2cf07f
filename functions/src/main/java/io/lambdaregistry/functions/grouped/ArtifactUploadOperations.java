package io.lambdaregistry.functions.grouped;

import io.lambdaregistry.functions.artifacts.MultipartUploadOperations;
import io.lambdaregistry.functions.artifacts.UploadArtifact;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import java.util.HashMap;
import java.util.Map;

/** The operations of one role in one function, for template-grouped.yaml. The build writes this class from template.yaml. */
public final class ArtifactUploadOperations extends OperationGroup {
    public ArtifactUploadOperations() {
        super(operations());
    }

    private static Map<String, ApiHandler> operations() {
        Map<String, ApiHandler> operations = new HashMap<>();
        operations.put("PUT /{api}/2.0/mlflow-artifacts/artifacts/{path+}", new UploadArtifact());
        ApiHandler multipartUploadOperations = new MultipartUploadOperations();
        operations.put("POST /{api}/2.0/mlflow-artifacts/mpu/create/{folder+}", multipartUploadOperations);
        operations.put("POST /{api}/2.0/mlflow-artifacts/mpu/complete/{folder+}", multipartUploadOperations);
        operations.put("POST /{api}/2.0/mlflow-artifacts/mpu/abort/{folder+}", multipartUploadOperations);
        return operations;
    }
}
