package io.lambdaregistry.functions.loggedmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.functions.runs.TrackingParameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.LoggedModels;
import io.lambdaregistry.tracking.NewLoggedModel;

/** {@code POST logged-models}. */
final class CreateLoggedModel extends JsonHandler {
    private final LoggedModels loggedModels;

    CreateLoggedModel(LoggedModels loggedModels) {
        this.loggedModels = loggedModels;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        NewLoggedModel model = new NewLoggedModel(
                parameters.requiredString("experiment_id"),
                parameters.stringOrEmpty("name"),
                parameters.stringOrEmpty("model_type"),
                parameters.stringOrEmpty("source_run_id"),
                TrackingParameters.params(parameters),
                TrackingParameters.uniqueTags(parameters));
        return LoggedModelJson.model(loggedModels.create(model));
    }
}
