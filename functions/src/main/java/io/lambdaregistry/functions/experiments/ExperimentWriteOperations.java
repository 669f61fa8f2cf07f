package io.lambdaregistry.functions.experiments;

import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import io.lambdaregistry.tracking.Experiments;
import java.util.Map;

/** The operations that create, change and delete experiments. */
public final class ExperimentWriteOperations extends OperationGroup {
    private static final String EXPERIMENTS = "/{api}/2.0/mlflow/experiments/";

    public ExperimentWriteOperations() {
        super(operations(services().experiments()));
    }

    private static Map<String, ApiHandler> operations(Experiments experiments) {
        return Map.of(
                "POST " + EXPERIMENTS + "create", new CreateExperiment(experiments),
                "POST " + EXPERIMENTS + "update", new UpdateExperiment(experiments),
                "POST " + EXPERIMENTS + "delete", new DeleteExperiment(experiments),
                "POST " + EXPERIMENTS + "restore", new RestoreExperiment(experiments),
                "POST " + EXPERIMENTS + "set-experiment-tag", new SetExperimentTag(experiments),
                "POST " + EXPERIMENTS + "delete-experiment-tag", new DeleteExperimentTag(experiments));
    }
}
