package io.lambdaregistry.functions.grouped;

import io.lambdaregistry.functions.audit.AuditOperations;
import io.lambdaregistry.functions.experiments.ExperimentReadOperations;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import io.lambdaregistry.functions.loggedmodels.SearchLoggedModels;
import io.lambdaregistry.functions.metrics.MetricHistoryOperations;
import io.lambdaregistry.functions.modelversions.SearchModelVersions;
import io.lambdaregistry.functions.registeredmodels.SearchRegisteredModels;
import io.lambdaregistry.functions.runs.SearchRuns;
import java.util.HashMap;
import java.util.Map;

/** The operations of one role in one function, for template-grouped.yaml. The build writes this class from template.yaml. */
public final class SearchOperations extends OperationGroup {
    public SearchOperations() {
        super(operations());
    }

    private static Map<String, ApiHandler> operations() {
        Map<String, ApiHandler> operations = new HashMap<>();
        operations.put("GET /{api}/2.0/mlflow/registered-models/search", new SearchRegisteredModels());
        operations.put("GET /{api}/2.0/mlflow/model-versions/search", new SearchModelVersions());
        ApiHandler experimentReadOperations = new ExperimentReadOperations();
        operations.put("GET /{api}/2.0/mlflow/experiments/get", experimentReadOperations);
        operations.put("GET /{api}/2.0/mlflow/experiments/get-by-name", experimentReadOperations);
        operations.put("GET /{api}/2.0/mlflow/experiments/search", experimentReadOperations);
        operations.put("POST /{api}/2.0/mlflow/experiments/search", experimentReadOperations);
        operations.put("POST /{api}/2.0/mlflow/runs/search", new SearchRuns());
        ApiHandler metricHistoryOperations = new MetricHistoryOperations();
        operations.put("GET /{api}/2.0/mlflow/metrics/get-history", metricHistoryOperations);
        operations.put("GET /{api}/2.0/mlflow/metrics/get-history-bulk", metricHistoryOperations);
        operations.put("GET /{api}/2.0/mlflow/metrics/get-history-bulk-interval", metricHistoryOperations);
        operations.put("POST /{api}/2.0/mlflow/logged-models/search", new SearchLoggedModels());
        ApiHandler auditOperations = new AuditOperations();
        operations.put("GET /{api}/2.0/registry/audit", auditOperations);
        operations.put("GET /{api}/2.0/registry/audit/at", auditOperations);
        return operations;
    }
}
