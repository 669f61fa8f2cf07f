package io.lambdaregistry.functions.experiments;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.ExperimentSearch;
import io.lambdaregistry.tracking.Experiments;
import io.lambdaregistry.tracking.ViewType;

/** {@code GET and POST experiments/search}. */
final class SearchExperiments extends JsonHandler {
    private final Experiments experiments;

    SearchExperiments(Experiments experiments) {
        this.experiments = experiments;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        ExperimentSearch search = ExperimentSearch.of(
                parameters.stringOrEmpty("filter"),
                ViewType.of(parameters.enumeration("view_type"), ViewType.ACTIVE_ONLY),
                parameters.strings("order_by"),
                parameters.integer("max_results", 0),
                parameters.pageToken());
        return ExperimentJson.experiments(experiments.search(search));
    }
}
