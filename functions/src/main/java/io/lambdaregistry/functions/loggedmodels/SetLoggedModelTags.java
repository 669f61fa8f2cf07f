package io.lambdaregistry.functions.loggedmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.LoggedModels;

/** {@code PATCH logged-models/{model_id}/tags}. */
final class SetLoggedModelTags extends JsonHandler {
    private final LoggedModels loggedModels;

    SetLoggedModelTags(LoggedModels loggedModels) {
        this.loggedModels = loggedModels;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        parameters.unread("model_id");
        loggedModels.setTags(parameters.path("model_id"), parameters.keyValues("tags"));
        return JsonBody.EMPTY;
    }
}
