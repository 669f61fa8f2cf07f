package io.lambdaregistry.functions.grouped;

import io.lambdaregistry.functions.artifacts.ArtifactDownloadOperations;
import io.lambdaregistry.functions.artifacts.DownloadArtifact;
import io.lambdaregistry.functions.artifacts.ListArtifacts;
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
        ApiHandler artifactDownloadOperations = new ArtifactDownloadOperations();
        operations.put("GET /{api}/2.0/mlflow/artifacts/list", artifactDownloadOperations);
        operations.put("GET /get-artifact", artifactDownloadOperations);
        operations.put(
                "GET /{api}/2.0/mlflow/logged-models/{model_id}/artifacts/directories", artifactDownloadOperations);
        operations.put("GET /{api}/2.0/mlflow/logged-models/{model_id}/artifacts/files", artifactDownloadOperations);
        operations.put("GET /{api}/2.0/registry/model-versions/artifacts", artifactDownloadOperations);
        operations.put("GET /model-versions/get-artifact", artifactDownloadOperations);
        operations.put("GET /{api}/2.0/mlflow-artifacts/presigned/{path+}", artifactDownloadOperations);
        operations.put("POST /{api}/2.0/mlflow/artifacts/presigned-download-url", artifactDownloadOperations);
        return operations;
    }
}
