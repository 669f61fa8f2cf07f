package io.lambdaregistry.functions.runs;

import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import io.lambdaregistry.tracking.Runs;
import java.util.Map;

/** The operations on a run that clients call seldom, or once for a model. */
public final class RunOperations extends OperationGroup {
    private static final String RUNS = "/{api}/2.0/mlflow/runs/";

    public RunOperations() {
        super(operations(services().runs()));
    }

    private static Map<String, ApiHandler> operations(Runs runs) {
        return Map.of(
                "POST " + RUNS + "delete", new DeleteRun(runs),
                "POST " + RUNS + "restore", new RestoreRun(runs),
                "POST " + RUNS + "log-parameter", new LogParameter(runs),
                "POST " + RUNS + "delete-tag", new DeleteTag(runs),
                "POST " + RUNS + "log-inputs", new LogInputs(runs),
                "POST " + RUNS + "outputs", new LogOutputs(runs),
                "POST " + RUNS + "log-model", new LogModel(runs));
    }
}
