package io.lambdaregistry.functions.grouped;

import io.lambdaregistry.functions.experiments.CreateExperiment;
import io.lambdaregistry.functions.experiments.DeleteExperiment;
import io.lambdaregistry.functions.experiments.DeleteExperimentTag;
import io.lambdaregistry.functions.experiments.RestoreExperiment;
import io.lambdaregistry.functions.experiments.SetExperimentTag;
import io.lambdaregistry.functions.experiments.UpdateExperiment;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import io.lambdaregistry.functions.loggedmodels.CreateLoggedModel;
import io.lambdaregistry.functions.loggedmodels.DeleteLoggedModel;
import io.lambdaregistry.functions.loggedmodels.DeleteLoggedModelTag;
import io.lambdaregistry.functions.loggedmodels.FinalizeLoggedModel;
import io.lambdaregistry.functions.loggedmodels.LogLoggedModelParams;
import io.lambdaregistry.functions.loggedmodels.SetLoggedModelTags;
import io.lambdaregistry.functions.runs.CreateRun;
import io.lambdaregistry.functions.runs.DeleteRun;
import io.lambdaregistry.functions.runs.DeleteTag;
import io.lambdaregistry.functions.runs.LogBatch;
import io.lambdaregistry.functions.runs.LogInputs;
import io.lambdaregistry.functions.runs.LogMetric;
import io.lambdaregistry.functions.runs.LogModel;
import io.lambdaregistry.functions.runs.LogOutputs;
import io.lambdaregistry.functions.runs.LogParameter;
import io.lambdaregistry.functions.runs.RestoreRun;
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
        operations.put("POST /{api}/2.0/mlflow/experiments/create", new CreateExperiment());
        operations.put("POST /{api}/2.0/mlflow/experiments/update", new UpdateExperiment());
        operations.put("POST /{api}/2.0/mlflow/experiments/delete", new DeleteExperiment());
        operations.put("POST /{api}/2.0/mlflow/experiments/restore", new RestoreExperiment());
        operations.put("POST /{api}/2.0/mlflow/experiments/set-experiment-tag", new SetExperimentTag());
        operations.put("POST /{api}/2.0/mlflow/experiments/delete-experiment-tag", new DeleteExperimentTag());
        operations.put("POST /{api}/2.0/mlflow/runs/create", new CreateRun());
        operations.put("POST /{api}/2.0/mlflow/runs/update", new UpdateRun());
        operations.put("POST /{api}/2.0/mlflow/runs/delete", new DeleteRun());
        operations.put("POST /{api}/2.0/mlflow/runs/restore", new RestoreRun());
        operations.put("POST /{api}/2.0/mlflow/runs/log-metric", new LogMetric());
        operations.put("POST /{api}/2.0/mlflow/runs/log-parameter", new LogParameter());
        operations.put("POST /{api}/2.0/mlflow/runs/log-batch", new LogBatch());
        operations.put("POST /{api}/2.0/mlflow/runs/set-tag", new SetTag());
        operations.put("POST /{api}/2.0/mlflow/runs/delete-tag", new DeleteTag());
        operations.put("POST /{api}/2.0/mlflow/runs/log-inputs", new LogInputs());
        operations.put("POST /{api}/2.0/mlflow/runs/outputs", new LogOutputs());
        operations.put("POST /{api}/2.0/mlflow/runs/log-model", new LogModel());
        operations.put("POST /{api}/2.0/mlflow/logged-models", new CreateLoggedModel());
        operations.put("PATCH /{api}/2.0/mlflow/logged-models/{model_id}", new FinalizeLoggedModel());
        operations.put("DELETE /{api}/2.0/mlflow/logged-models/{model_id}", new DeleteLoggedModel());
        operations.put("POST /{api}/2.0/mlflow/logged-models/{model_id}/params", new LogLoggedModelParams());
        operations.put("PATCH /{api}/2.0/mlflow/logged-models/{model_id}/tags", new SetLoggedModelTags());
        operations.put("DELETE /{api}/2.0/mlflow/logged-models/{model_id}/tags/{tag_key}", new DeleteLoggedModelTag());
        return operations;
    }
}
