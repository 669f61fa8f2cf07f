package io.lambdaregistry.functions.registeredmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;

/** {@code POST registered-models/set-tag}. */
public final class SetRegisteredModelTag extends JsonHandler {
    private final ModelRegistry registry = services().registry();

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        registry.setModelTag(name, parameters.requiredString("key"), parameters.stringOrEmpty("value"));
        return JsonBody.EMPTY;
    }
}
