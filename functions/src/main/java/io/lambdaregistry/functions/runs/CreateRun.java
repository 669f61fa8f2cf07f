package io.lambdaregistry.functions.runs;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.NewRun;
import io.lambdaregistry.tracking.Runs;

/** {@code POST runs/create}. */
public final class CreateRun extends JsonHandler {
    private final Runs runs = services().runs();

    @Override
    protected JsonBody answer(Parameters parameters) {
        NewRun run = new NewRun(
                parameters.requiredInAnySpelling("experiment_id"),
                parameters.stringOrEmpty("user_id"),
                parameters.integer("start_time", 0),
                TrackingParameters.tags(parameters),
                parameters.stringOrEmpty("run_name"));
        return RunJson.created(runs.create(run));
    }
}
