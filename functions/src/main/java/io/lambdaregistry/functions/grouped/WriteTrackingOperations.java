package io.lambdaregistry.functions.grouped;

import io.lambdaregistry.functions.experiments.ExperimentWriteOperations;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import io.lambdaregistry.functions.loggedmodels.LoggedModelWriteOperations;
import io.lambdaregistry.functions.runs.CreateRun;
import io.lambdaregistry.functions.runs.LogBatch;
import io.lambdaregistry.functions.runs.LogMetric;
import io.lambdaregistry.functions.runs.RunOperations;
import io.lambdaregistry.functions.runs.SetTag;
import io.lambdaregistry.functions.runs.UpdateRun;
import java.util.HashMap;
import java.util.Map;

/** The operations of one role in one function, for template-grouped.yaml. The build writes this class from template.yaml. */
public final class WriteTrackingOperations extends OperationGroup {
    public WriteTrackingOperations() {
        super(operations());
    }

    private static Map<String, ApiHandler> operations() {
        Map<String, ApiHandler> operations = new HashMap<>();
        ApiHandler experimentWriteOperations = new ExperimentWriteOperations();
        operations.put("POST /{api}/2.0/mlflow/experiments/create", experimentWriteOperations);
        operations.put("POST /{api}/2.0/mlflow/experiments/update", experimentWriteOperations);
        operations.put("POST /{api}/2.0/mlflow/experiments/delete", experimentWriteOperations);
        operations.put("POST /{api}/2.0/mlflow/experiments/restore", experimentWriteOperations);
        operations.put("POST /{api}/2.0/mlflow/experiments/set-experiment-tag", experimentWriteOperations);
        operations.put("POST /{api}/2.0/mlflow/experiments/delete-experiment-tag", experimentWriteOperations);
        operations.put("POST /{api}/2.0/mlflow/runs/create", new CreateRun());
        operations.put("POST /{api}/2.0/mlflow/runs/update", new UpdateRun());
        ApiHandler runOperations = new RunOperations();
        operations.put("POST /{api}/2.0/mlflow/runs/delete", runOperations);
        operations.put("POST /{api}/2.0/mlflow/runs/restore", runOperations);
        operations.put("POST /{api}/2.0/mlflow/runs/log-parameter", runOperations);
        operations.put("POST /{api}/2.0/mlflow/runs/delete-tag", runOperations);
        operations.put("POST /{api}/2.0/mlflow/runs/log-inputs", runOperations);
        operations.put("POST /{api}/2.0/mlflow/runs/outputs", runOperations);
        operations.put("POST /{api}/2.0/mlflow/runs/log-model", runOperations);
        operations.put("POST /{api}/2.0/mlflow/runs/log-metric", new LogMetric());
        operations.put("POST /{api}/2.0/mlflow/runs/log-batch", new LogBatch());
        operations.put("POST /{api}/2.0/mlflow/runs/set-tag", new SetTag());
        ApiHandler loggedModelWriteOperations = new LoggedModelWriteOperations();
        operations.put("POST /{api}/2.0/mlflow/logged-models", loggedModelWriteOperations);
        operations.put("PATCH /{api}/2.0/mlflow/logged-models/{model_id}", loggedModelWriteOperations);
        operations.put("DELETE /{api}/2.0/mlflow/logged-models/{model_id}", loggedModelWriteOperations);
        operations.put("POST /{api}/2.0/mlflow/logged-models/{model_id}/params", loggedModelWriteOperations);
        operations.put("PATCH /{api}/2.0/mlflow/logged-models/{model_id}/tags", loggedModelWriteOperations);
        operations.put("DELETE /{api}/2.0/mlflow/logged-models/{model_id}/tags/{tag_key}", loggedModelWriteOperations);
        return operations;
    }
}
