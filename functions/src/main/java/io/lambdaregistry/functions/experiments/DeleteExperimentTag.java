package io.lambdaregistry.functions.experiments;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Experiments;

/** {@code POST experiments/delete-experiment-tag}. */
final class DeleteExperimentTag extends JsonHandler {
    private final Experiments experiments;

    DeleteExperimentTag(Experiments experiments) {
        this.experiments = experiments;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        experiments.deleteTag(parameters.requiredString("experiment_id"), parameters.requiredString("key"));
        return JsonBody.EMPTY;
    }
}
