package io.lambdaregistry.functions.runs;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Runs;
import io.lambdaregistry.tracking.Tag;

/** {@code POST runs/set-tag}. */
public final class SetTag extends JsonHandler {
    private final Runs runs = services().runs();

    @Override
    protected JsonBody answer(Parameters parameters) {
        String runId = parameters.runId();
        runs.setTag(runId, new Tag(parameters.requiredString("key"), parameters.stringOrEmpty("value")));
        return JsonBody.EMPTY;
    }
}
