package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.PresignedTransfers;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import java.util.Map;

/** The operations that return presigned downloads: of any artifact, or of a run's artifact. */
public final class PresignedDownloadOperations extends OperationGroup {
    public PresignedDownloadOperations() {
        super(operations(services().presignedTransfers()));
    }

    private static Map<String, ApiHandler> operations(PresignedTransfers transfers) {
        return Map.of(
                "GET /{api}/2.0/mlflow-artifacts/presigned/{path+}", new GetPresignedDownloadUrl(transfers),
                "POST /{api}/2.0/mlflow/artifacts/presigned-download-url", new CreatePresignedDownloadUrl(transfers));
    }
}
