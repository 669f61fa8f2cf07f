package io.lambdaregistry.functions.runs;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.RunStatus;
import io.lambdaregistry.tracking.RunUpdate;
import io.lambdaregistry.tracking.Runs;
import java.util.Optional;

/** {@code POST runs/update}. */
public final class UpdateRun extends JsonHandler {
    private final Runs runs = services().runs();

    @Override
    protected JsonBody answer(Parameters parameters) {
        RunUpdate update = new RunUpdate(
                RunStatus.of(parameters.enumerationUpTo(RunStatus.ALL.size(), "status")),
                Optional.ofNullable(parameters.integer("end_time")),
                Optional.of(parameters.stringOrEmpty("run_name")).filter(name -> !name.isEmpty()));
        return RunJson.updated(runs.update(parameters.runId(), update));
    }
}
