package io.lambdaregistry.functions.runs;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Param;
import io.lambdaregistry.tracking.Runs;

/** {@code POST runs/log-parameter}. */
final class LogParameter extends JsonHandler {
    private final Runs runs;

    LogParameter(Runs runs) {
        this.runs = runs;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String runId = parameters.runId();
        runs.logParam(runId, new Param(parameters.requiredString("key"), parameters.stringOrEmpty("value")));
        return JsonBody.EMPTY;
    }
}
