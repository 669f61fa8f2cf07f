package io.lambdaregistry.functions.loggedmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.LoggedModels;

/** {@code GET logged-models/{model_id}}. */
public final class GetLoggedModel extends JsonHandler {
    private final LoggedModels loggedModels = services().loggedModels();

    @Override
    protected JsonBody answer(Parameters parameters) {
        boolean allowDeleted = "true".equalsIgnoreCase(parameters.string("allow_deleted"));
        return LoggedModelJson.model(loggedModels.get(parameters.path("model_id"), allowDeleted));
    }
}
