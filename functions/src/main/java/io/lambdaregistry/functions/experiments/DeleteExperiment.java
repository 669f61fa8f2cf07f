package io.lambdaregistry.functions.experiments;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Experiments;

/** {@code POST experiments/delete}. */
final class DeleteExperiment extends JsonHandler {
    private final Experiments experiments;

    DeleteExperiment(Experiments experiments) {
        this.experiments = experiments;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        experiments.delete(parameters.requiredString("experiment_id"));
        return JsonBody.EMPTY;
    }
}
