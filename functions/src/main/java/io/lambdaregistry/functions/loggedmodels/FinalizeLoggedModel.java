package io.lambdaregistry.functions.loggedmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.LoggedModelStatus;
import io.lambdaregistry.tracking.LoggedModels;

/** {@code PATCH logged-models/{model_id}}: records how the upload ended. As in MLflow, the body must name the model too. */
final class FinalizeLoggedModel extends JsonHandler {
    private final LoggedModels loggedModels;

    FinalizeLoggedModel(LoggedModels loggedModels) {
        this.loggedModels = loggedModels;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String modelId = parameters.requiredString("model_id");
        LoggedModelStatus status = LoggedModelStatus.of(parameters.requiredEnumeration("status"));
        return LoggedModelJson.model(loggedModels.finish(modelId, status));
    }
}
