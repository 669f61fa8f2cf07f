package io.lambdaregistry.functions.runs;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.ModelOutput;
import io.lambdaregistry.tracking.Runs;
import java.util.List;

/** {@code POST runs/outputs}: records the logged models that a run produced. */
final class LogOutputs extends JsonHandler {
    private final Runs runs;

    LogOutputs(Runs runs) {
        this.runs = runs;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String runId = parameters.requiredString("run_id");
        List<ModelOutput> models = parameters.givenObjects("models").stream()
                .map(model -> new ModelOutput(model.stringOrEmpty("model_id"), model.integer("step", 0)))
                .toList();
        runs.logOutputs(runId, models);
        return JsonBody.EMPTY;
    }
}
