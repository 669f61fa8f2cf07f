package io.lambdaregistry.functions.loggedmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.functions.runs.TrackingParameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.LoggedModels;

/** {@code POST logged-models/{model_id}/params}. The body must name the model too. */
final class LogLoggedModelParams extends JsonHandler {
    private final LoggedModels loggedModels;

    LogLoggedModelParams(LoggedModels loggedModels) {
        this.loggedModels = loggedModels;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        parameters.requiredString("model_id");
        loggedModels.logParams(parameters.path("model_id"), TrackingParameters.params(parameters));
        return JsonBody.EMPTY;
    }
}
