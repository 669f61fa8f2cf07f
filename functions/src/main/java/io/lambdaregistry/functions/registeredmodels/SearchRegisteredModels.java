package io.lambdaregistry.functions.registeredmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;
import io.lambdaregistry.registry.ModelSearch;

/** {@code GET registered-models/search}. */
public final class SearchRegisteredModels extends JsonHandler {
    private final ModelRegistry registry = services().registry();

    @Override
    protected JsonBody answer(Parameters parameters) {
        ModelSearch search = ModelSearch.of(
                parameters.stringOrEmpty("filter"),
                parameters.strings("order_by"),
                parameters.integerUpTo(ModelSearch.MAX_RESULTS, "max_results", ModelSearch.DEFAULT_MAX_RESULTS),
                parameters.pageToken());
        return RegistryJson.models(registry.searchModels(search));
    }
}
