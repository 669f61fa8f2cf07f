package io.lambdaregistry.functions.runs;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Runs;

/** {@code POST runs/delete-tag}. */
final class DeleteTag extends JsonHandler {
    private final Runs runs;

    DeleteTag(Runs runs) {
        this.runs = runs;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        runs.deleteTag(parameters.requiredString("run_id"), parameters.requiredString("key"));
        return JsonBody.EMPTY;
    }
}
