package io.lambdaregistry.functions.runs;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Runs;

/** {@code POST runs/log-batch}: metrics, params and tags at once. */
public final class LogBatch extends JsonHandler {
    private final Runs runs = services().runs();

    @Override
    protected JsonBody answer(Parameters parameters) {
        String runId = parameters.requiredString("run_id");
        runs.logBatch(
                runId,
                parameters.objects("metrics").stream()
                        .map(metric -> TrackingParameters.metric(metric, runId))
                        .toList(),
                TrackingParameters.paramsWithKeys(parameters),
                TrackingParameters.tagsWithKeys(parameters));
        return JsonBody.EMPTY;
    }
}
