package io.lambdaregistry.functions.registeredmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;

/** {@code DELETE registered-models/delete}: deletes a model with its versions, tags and aliases. */
public final class DeleteRegisteredModel extends JsonHandler {
    private final ModelRegistry registry = services().registry();

    @Override
    protected JsonBody answer(Parameters parameters) {
        registry.deleteModel(parameters.requiredString("name"));
        return JsonBody.EMPTY;
    }
}
