package io.lambdaregistry.functions.runs;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Runs;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST runs/log-model}: records a logged model on its run, for clients before 3.0. */
final class LogModel extends JsonHandler {
    private final Runs runs;

    LogModel(Runs runs) {
        this.runs = runs;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String runId = parameters.requiredString("run_id");
        Map<String, @Nullable Object> model =
                ModelHistory.parse(parameters.requiredString("model_json"), Instant.now());
        runs.logModel(runId, history -> ModelHistory.append(history, model));
        return JsonBody.EMPTY;
    }
}
