package io.lambdaregistry.functions.registeredmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;

/** {@code POST registered-models/rename}. */
public final class RenameRegisteredModel extends JsonHandler {
    private final ModelRegistry registry = services().registry();

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        return RegistryJson.model(registry.renameModel(name, parameters.requiredString("new_name")));
    }
}
