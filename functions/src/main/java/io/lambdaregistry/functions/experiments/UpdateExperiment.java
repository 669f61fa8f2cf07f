package io.lambdaregistry.functions.experiments;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Experiments;

/** {@code POST experiments/update}: renames an experiment. */
final class UpdateExperiment extends JsonHandler {
    private final Experiments experiments;

    UpdateExperiment(Experiments experiments) {
        this.experiments = experiments;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        experiments.rename(parameters.requiredString("experiment_id"), parameters.requiredString("new_name"));
        return JsonBody.EMPTY;
    }
}
