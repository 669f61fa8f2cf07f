package io.lambdaregistry.functions.garbage;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.functions.registeredmodels.RegistryJson;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;
import io.lambdaregistry.tracking.LoggedModels;

/** {@code POST registry/restore}: restores a deleted entity of a kind for which MLflow's own API has no restore operation. */
final class RestoreDeleted extends JsonHandler {
    private final ModelRegistry registry;
    private final LoggedModels loggedModels;

    RestoreDeleted(ModelRegistry registry, LoggedModels loggedModels) {
        this.registry = registry;
        this.loggedModels = loggedModels;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String entity = parameters.requiredString("entity");
        return switch (entity) {
            case "registered_model" ->
                RegistryJson.model(registry.restoreModel(
                        parameters.requiredString("name"),
                        parameters.stringOrEmpty("id"),
                        parameters.stringOrEmpty("new_name")));
            case "model_version" ->
                RegistryJson.version(registry.restoreVersion(
                        parameters.requiredString("name"), parameters.requiredString("version")));
            case "logged_model" -> {
                String id =
                        loggedModels.restore(parameters.requiredString("id")).modelId();
                yield writer -> writer.field("model_id", id);
            }
            default ->
                throw RegistryException.invalid("Invalid value '" + entity
                        + "' for parameter 'entity': registered_model, model_version or logged_model was expected; runs and"
                        + " experiments are restored by MLflow's own API.");
        };
    }
}
