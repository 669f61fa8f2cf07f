package io.lambdaregistry.functions.loggedmodels;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.LoggedModelSearch;
import io.lambdaregistry.tracking.LoggedModelSearch.OnDataset;
import io.lambdaregistry.tracking.LoggedModelSearch.OrderField;
import io.lambdaregistry.tracking.LoggedModels;

/** {@code POST logged-models/search}. */
public final class SearchLoggedModels extends JsonHandler {
    private final LoggedModels loggedModels = services().loggedModels();

    @Override
    protected JsonBody answer(Parameters parameters) {
        LoggedModelSearch search = LoggedModelSearch.of(
                parameters.givenStrings("experiment_ids"),
                parameters.stringOrEmpty("filter"),
                parameters.objects("datasets").stream()
                        .map(SearchLoggedModels::dataset)
                        .toList(),
                parameters.objects("order_by").stream()
                        .map(SearchLoggedModels::orderField)
                        .toList(),
                parameters.integer("max_results", LoggedModelSearch.DEFAULT_MAX_RESULTS),
                parameters.pageToken());
        return LoggedModelJson.models(loggedModels.search(search));
    }

    private static OnDataset dataset(Parameters parameters) {
        return new OnDataset(parameters.stringOrEmpty("dataset_name"), parameters.stringOrEmpty("dataset_digest"));
    }

    private static OrderField orderField(Parameters parameters) {
        return new OrderField(
                parameters.stringOrEmpty("field_name"), parameters.bool("ascending", true), dataset(parameters));
    }
}
