package io.lambdaregistry.functions.modelversions;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;

/** {@code DELETE model-versions/delete-tag}. */
public final class DeleteModelVersionTag extends JsonHandler {
    private final ModelRegistry registry = services().registry();

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        String version = parameters.requiredString("version");
        registry.deleteVersionTag(name, version, parameters.requiredString("key"));
        return JsonBody.EMPTY;
    }
}
