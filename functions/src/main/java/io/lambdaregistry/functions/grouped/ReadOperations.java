package io.lambdaregistry.functions.grouped;

import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import io.lambdaregistry.functions.loggedmodels.GetLoggedModel;
import io.lambdaregistry.functions.modelversions.GetModelVersion;
import io.lambdaregistry.functions.modelversions.GetModelVersionDownloadUri;
import io.lambdaregistry.functions.registeredmodels.GetLatestVersions;
import io.lambdaregistry.functions.registeredmodels.GetModelVersionByAlias;
import io.lambdaregistry.functions.registeredmodels.GetRegisteredModel;
import io.lambdaregistry.functions.runs.GetRun;
import java.util.HashMap;
import java.util.Map;

/** The operations of one role in one function, for template-grouped.yaml. The build writes this class from template.yaml. */
public final class ReadOperations extends OperationGroup {
    public ReadOperations() {
        super(operations());
    }

    private static Map<String, ApiHandler> operations() {
        Map<String, ApiHandler> operations = new HashMap<>();
        operations.put("GET /{api}/2.0/mlflow/registered-models/get", new GetRegisteredModel());
        ApiHandler getLatestVersions = new GetLatestVersions();
        operations.put("GET /{api}/2.0/mlflow/registered-models/get-latest-versions", getLatestVersions);
        operations.put("POST /{api}/2.0/mlflow/registered-models/get-latest-versions", getLatestVersions);
        operations.put("GET /{api}/2.0/mlflow/registered-models/alias", new GetModelVersionByAlias());
        operations.put("GET /{api}/2.0/mlflow/model-versions/get", new GetModelVersion());
        operations.put("GET /{api}/2.0/mlflow/model-versions/get-download-uri", new GetModelVersionDownloadUri());
        operations.put("GET /{api}/2.0/mlflow/runs/get", new GetRun());
        operations.put("GET /{api}/2.0/mlflow/logged-models/{model_id}", new GetLoggedModel());
        return operations;
    }
}
