package io.lambdaregistry.functions.modelversions;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.functions.registeredmodels.RegistryJson;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;

/** {@code PATCH model-versions/update}: sets the description. */
public final class UpdateModelVersion extends JsonHandler {
    private final ModelRegistry registry = services().registry();

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        String version = parameters.requiredString("version");
        return RegistryJson.version(registry.updateVersion(name, version, parameters.string("description")));
    }
}
