package io.lambdaregistry.functions.loggedmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.LoggedModels;

/** {@code DELETE logged-models/{model_id}}. */
final class DeleteLoggedModel extends JsonHandler {
    private final LoggedModels loggedModels;

    DeleteLoggedModel(LoggedModels loggedModels) {
        this.loggedModels = loggedModels;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        loggedModels.delete(parameters.path("model_id"));
        return JsonBody.EMPTY;
    }
}
