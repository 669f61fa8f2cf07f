package io.lambdaregistry.functions.registeredmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;

/** {@code DELETE registered-models/alias}. */
public final class DeleteRegisteredModelAlias extends JsonHandler {
    private final ModelRegistry registry = services().registry();

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        registry.deleteAlias(name, parameters.requiredString("alias"));
        return JsonBody.EMPTY;
    }
}
