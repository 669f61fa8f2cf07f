package io.lambdaregistry.functions.experiments;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Experiments;

/** {@code POST experiments/restore}. */
final class RestoreExperiment extends JsonHandler {
    private final Experiments experiments;

    RestoreExperiment(Experiments experiments) {
        this.experiments = experiments;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        experiments.restore(parameters.requiredString("experiment_id"));
        return JsonBody.EMPTY;
    }
}
