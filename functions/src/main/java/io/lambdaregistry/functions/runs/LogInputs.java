package io.lambdaregistry.functions.runs;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Runs;

/** {@code POST runs/log-inputs}: the datasets and models that a run read. */
final class LogInputs extends JsonHandler {
    private final Runs runs;

    LogInputs(Runs runs) {
        this.runs = runs;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        runs.logInputs(
                parameters.requiredString("run_id"),
                TrackingParameters.datasets(parameters),
                parameters.objects("models").stream()
                        .map(model -> model.stringOrEmpty("model_id"))
                        .toList());
        return JsonBody.EMPTY;
    }
}
