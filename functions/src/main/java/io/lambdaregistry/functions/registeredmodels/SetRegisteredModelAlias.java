package io.lambdaregistry.functions.registeredmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;

/** {@code POST registered-models/alias}. */
public final class SetRegisteredModelAlias extends JsonHandler {
    private final ModelRegistry registry = services().registry();

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        String alias = parameters.requiredString("alias");
        registry.setAlias(name, alias, parameters.requiredString("version"));
        return JsonBody.EMPTY;
    }
}
