package io.lambdaregistry.functions.experiments;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Experiments;

/** {@code POST experiments/set-experiment-tag}. */
final class SetExperimentTag extends JsonHandler {
    private final Experiments experiments;

    SetExperimentTag(Experiments experiments) {
        this.experiments = experiments;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        experiments.setTag(
                parameters.requiredString("experiment_id"),
                parameters.requiredString("key"),
                parameters.stringOrEmpty("value"));
        return JsonBody.EMPTY;
    }
}
