package io.lambdaregistry.functions.grouped;

import io.lambdaregistry.functions.artifacts.DownloadArtifact;
import io.lambdaregistry.functions.artifacts.GetLoggedModelArtifact;
import io.lambdaregistry.functions.artifacts.GetModelVersionArtifact;
import io.lambdaregistry.functions.artifacts.GetRunArtifact;
import io.lambdaregistry.functions.artifacts.ListArtifacts;
import io.lambdaregistry.functions.artifacts.ListLoggedModelArtifacts;
import io.lambdaregistry.functions.artifacts.ListModelVersionArtifacts;
import io.lambdaregistry.functions.artifacts.ListRunArtifacts;
import io.lambdaregistry.functions.artifacts.PresignedDownloadOperations;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import java.util.HashMap;
import java.util.Map;

/** The operations of one role in one function, for template-grouped.yaml. The build writes this class from template.yaml. */
public final class ArtifactReadOperations extends OperationGroup {
    public ArtifactReadOperations() {
        super(operations());
    }

    private static Map<String, ApiHandler> operations() {
        Map<String, ApiHandler> operations = new HashMap<>();
        operations.put("GET /{api}/2.0/mlflow-artifacts/artifacts/{path+}", new DownloadArtifact());
        operations.put("GET /{api}/2.0/mlflow-artifacts/artifacts", new ListArtifacts());
        operations.put("GET /{api}/2.0/mlflow/artifacts/list", new ListRunArtifacts());
        operations.put("GET /get-artifact", new GetRunArtifact());
        operations.put(
                "GET /{api}/2.0/mlflow/logged-models/{model_id}/artifacts/directories", new ListLoggedModelArtifacts());
        operations.put("GET /{api}/2.0/mlflow/logged-models/{model_id}/artifacts/files", new GetLoggedModelArtifact());
        operations.put("GET /model-versions/get-artifact", new GetModelVersionArtifact());
        ApiHandler presignedDownloadOperations = new PresignedDownloadOperations();
        operations.put("GET /{api}/2.0/mlflow-artifacts/presigned/{path+}", presignedDownloadOperations);
        operations.put("POST /{api}/2.0/mlflow/artifacts/presigned-download-url", presignedDownloadOperations);
        operations.put("GET /{api}/2.0/registry/model-versions/artifacts", new ListModelVersionArtifacts());
        return operations;
    }
}
