package io.lambdaregistry.functions.modelversions;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.functions.registeredmodels.RegistryJson;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;
import io.lambdaregistry.registry.VersionSearch;

/** {@code GET model-versions/search}. */
public final class SearchModelVersions extends JsonHandler {
    private final ModelRegistry registry = services().registry();

    @Override
    protected JsonBody answer(Parameters parameters) {
        VersionSearch search = VersionSearch.of(
                parameters.stringOrEmpty("filter"),
                parameters.strings("order_by"),
                parameters.integerUpTo(VersionSearch.MAX_RESULTS, "max_results", VersionSearch.DEFAULT_MAX_RESULTS),
                parameters.pageToken());
        return RegistryJson.versions(registry.searchVersions(search));
    }
}
