package io.lambdaregistry.functions.registeredmodels;

import io.lambdaregistry.functions.RegistryJson;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;

/** {@code PATCH registered-models/update}: sets the description. */
public final class UpdateRegisteredModel extends JsonHandler {
    private final ModelRegistry registry;

    public UpdateRegisteredModel() {
        this(Services.fromEnvironment());
    }

    public UpdateRegisteredModel(Services services) {
        this.registry = services.registry();
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        return RegistryJson.model(registry.updateModel(name, parameters.stringOrEmpty("description")));
    }
}
