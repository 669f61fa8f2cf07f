package io.lambdaregistry.functions.experiments;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Experiments;

/** {@code POST experiments/update}: renames an experiment. */
public final class UpdateExperiment extends JsonHandler {
    private final Experiments experiments = services().experiments();

    @Override
    protected JsonBody answer(Parameters parameters) {
        experiments.rename(parameters.requiredString("experiment_id"), parameters.requiredString("new_name"));
        return JsonBody.EMPTY;
    }
}
