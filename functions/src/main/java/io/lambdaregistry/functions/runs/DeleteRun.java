package io.lambdaregistry.functions.runs;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Runs;

/** {@code POST runs/delete}. */
final class DeleteRun extends JsonHandler {
    private final Runs runs;

    DeleteRun(Runs runs) {
        this.runs = runs;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        runs.delete(parameters.requiredString("run_id"));
        return JsonBody.EMPTY;
    }
}
