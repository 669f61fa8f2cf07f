package io.lambdaregistry.functions.loggedmodels;

import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import io.lambdaregistry.tracking.LoggedModels;
import java.util.Map;

/** The operations that create, change and delete logged models. */
public final class LoggedModelWriteOperations extends OperationGroup {
    private static final String LOGGED_MODELS = "/{api}/2.0/mlflow/logged-models";

    public LoggedModelWriteOperations() {
        super(operations(services().loggedModels()));
    }

    private static Map<String, ApiHandler> operations(LoggedModels loggedModels) {
        return Map.of(
                "POST " + LOGGED_MODELS, new CreateLoggedModel(loggedModels),
                "PATCH " + LOGGED_MODELS + "/{model_id}", new FinalizeLoggedModel(loggedModels),
                "DELETE " + LOGGED_MODELS + "/{model_id}", new DeleteLoggedModel(loggedModels),
                "POST " + LOGGED_MODELS + "/{model_id}/params", new LogLoggedModelParams(loggedModels),
                "PATCH " + LOGGED_MODELS + "/{model_id}/tags", new SetLoggedModelTags(loggedModels),
                "DELETE " + LOGGED_MODELS + "/{model_id}/tags/{tag_key}", new DeleteLoggedModelTag(loggedModels));
    }
}
