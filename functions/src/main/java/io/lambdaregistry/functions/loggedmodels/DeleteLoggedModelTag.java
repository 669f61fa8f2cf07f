package io.lambdaregistry.functions.loggedmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.LoggedModels;

/** {@code DELETE logged-models/{model_id}/tags/{tag_key}}. */
final class DeleteLoggedModelTag extends JsonHandler {
    private final LoggedModels loggedModels;

    DeleteLoggedModelTag(LoggedModels loggedModels) {
        this.loggedModels = loggedModels;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        loggedModels.deleteTag(parameters.path("model_id"), parameters.path("tag_key"));
        return JsonBody.EMPTY;
    }
}
