package io.lambdaregistry.functions.modelversions;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;

/** {@code POST model-versions/set-tag}. */
public final class SetModelVersionTag extends JsonHandler {
    private final ModelRegistry registry = services().registry();

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        String version = parameters.requiredString("version");
        String key = parameters.requiredString("key");
        registry.setVersionTag(name, version, key, parameters.stringOrEmpty("value"));
        return JsonBody.EMPTY;
    }
}
