package io.lambdaregistry.functions.modelversions;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.functions.registeredmodels.RegistryJson;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;

/** {@code POST model-versions/create}. */
public final class CreateModelVersion extends JsonHandler {
    private final ModelRegistry registry = services().registry();

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        return RegistryJson.version(registry.createVersion(
                name,
                parameters.requiredString("source"),
                parameters.string("run_id"),
                parameters.string("model_id"),
                parameters.stringOrEmpty("run_link"),
                parameters.stringOrEmpty("description"),
                parameters.keyValues("tags")));
    }
}
