package io.lambdaregistry.functions.runs;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Runs;

/** {@code POST runs/log-metric}. */
public final class LogMetric extends JsonHandler {
    private final Runs runs = services().runs();

    @Override
    protected JsonBody answer(Parameters parameters) {
        String runId = parameters.runId();
        runs.logMetric(TrackingParameters.metric(parameters, runId));
        return JsonBody.EMPTY;
    }
}
