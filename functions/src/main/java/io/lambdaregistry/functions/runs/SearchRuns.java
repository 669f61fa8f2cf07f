package io.lambdaregistry.functions.runs;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.RunSearch;
import io.lambdaregistry.tracking.Runs;
import io.lambdaregistry.tracking.ViewType;

/** {@code POST runs/search}. */
public final class SearchRuns extends JsonHandler {
    private final Runs runs = services().runs();

    @Override
    protected JsonBody answer(Parameters parameters) {
        RunSearch search = RunSearch.of(
                parameters.strings("experiment_ids"),
                parameters.stringOrEmpty("filter"),
                ViewType.of(parameters.enumeration("run_view_type"), ViewType.ACTIVE_ONLY),
                parameters.strings("order_by"),
                parameters.integer("max_results", RunSearch.DEFAULT_MAX_RESULTS),
                parameters.pageToken());
        return RunJson.runs(runs.search(search));
    }
}
