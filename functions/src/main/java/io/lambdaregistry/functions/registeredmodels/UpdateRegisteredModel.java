package io.lambdaregistry.functions.registeredmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;

/** {@code PATCH registered-models/update}: sets the description. */
public final class UpdateRegisteredModel extends JsonHandler {
    private final ModelRegistry registry = services().registry();

    @Override
    protected JsonBody answer(Parameters parameters) {
        parameters.unread("deployment_job_id");
        String name = parameters.requiredString("name");
        return RegistryJson.model(registry.updateModel(name, parameters.stringOrEmpty("description")));
    }
}
