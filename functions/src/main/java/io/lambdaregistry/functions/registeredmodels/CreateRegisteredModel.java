package io.lambdaregistry.functions.registeredmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;

/** {@code POST registered-models/create}. */
public final class CreateRegisteredModel extends JsonHandler {
    private final ModelRegistry registry = services().registry();

    @Override
    protected JsonBody answer(Parameters parameters) {
        parameters.unread("deployment_job_id");
        String name = parameters.requiredString("name");
        var model = registry.createModel(name, parameters.stringOrEmpty("description"), parameters.keyValues("tags"));
        return RegistryJson.model(model);
    }
}
