package io.lambdaregistry.functions.runs;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Runs;

/** {@code GET runs/get}. */
public final class GetRun extends JsonHandler {
    private final Runs runs = services().runs();

    @Override
    protected JsonBody answer(Parameters parameters) {
        return RunJson.run(runs.get(parameters.runId()));
    }
}
