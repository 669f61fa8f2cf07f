package io.lambdaregistry.functions.modelversions;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.functions.registeredmodels.RegistryJson;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;

/** {@code POST model-versions/transition-stage}. */
public final class TransitionModelVersionStage extends JsonHandler {
    private final ModelRegistry registry = services().registry();

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        String version = parameters.requiredString("version");
        String stage = parameters.requiredString("stage");
        boolean archiveExisting = parameters.bool("archive_existing_versions", false);
        return RegistryJson.version(registry.transitionStage(name, version, stage, archiveExisting));
    }
}
