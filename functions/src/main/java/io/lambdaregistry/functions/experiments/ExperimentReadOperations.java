package io.lambdaregistry.functions.experiments;

import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import io.lambdaregistry.tracking.Experiments;
import java.util.Map;

/** The operations that read experiments. */
public final class ExperimentReadOperations extends OperationGroup {
    private static final String EXPERIMENTS = "/{api}/2.0/mlflow/experiments/";

    public ExperimentReadOperations() {
        super(operations(services().experiments()));
    }

    private static Map<String, ApiHandler> operations(Experiments experiments) {
        ApiHandler search = new SearchExperiments(experiments);
        return Map.of(
                "GET " + EXPERIMENTS + "get",
                new GetExperiment(experiments),
                "GET " + EXPERIMENTS + "get-by-name",
                new GetExperimentByName(experiments),
                "GET " + EXPERIMENTS + "search",
                search,
                "POST " + EXPERIMENTS + "search",
                search);
    }
}
