package io.lambdaregistry.functions.registeredmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;

/** {@code GET} or {@code POST registered-models/get-latest-versions}. */
public final class GetLatestVersions extends JsonHandler {
    private final ModelRegistry registry = services().registry();

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        var versions = registry.getLatestVersions(name, parameters.strings("stages"));
        return writer -> writer.list("model_versions", versions, RegistryJson::writeVersion);
    }
}
