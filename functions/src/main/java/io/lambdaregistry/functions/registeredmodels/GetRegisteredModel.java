package io.lambdaregistry.functions.registeredmodels;

import io.lambdaregistry.functions.RegistryJson;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;

/** {@code GET registered-models/get}. */
public final class GetRegisteredModel extends JsonHandler {
    private final ModelRegistry registry;

    public GetRegisteredModel() {
        this(Services.fromEnvironment());
    }

    public GetRegisteredModel(Services services) {
        this.registry = services.registry();
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        return RegistryJson.model(registry.getModel(parameters.requiredString("name")));
    }
}
