package io.lambdaregistry.functions.experiments;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Experiments;

/** {@code GET experiments/get-by-name}. */
final class GetExperimentByName extends JsonHandler {
    private final Experiments experiments;

    GetExperimentByName(Experiments experiments) {
        this.experiments = experiments;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        return ExperimentJson.experiment(experiments.getByName(parameters.requiredString("experiment_name")));
    }
}
