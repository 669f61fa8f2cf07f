package io.lambdaregistry.functions.ui;

import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.functions.runs.RunJson;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.metering.Fork;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.Run;
import io.lambdaregistry.tracking.RunSearch;
import io.lambdaregistry.tracking.ViewType;
import java.util.List;
import java.util.Optional;

/** {@code GET registry/views/experiment}: an experiment, and a page of its runs. */
final class ShowExperiment extends JsonHandler {
    private static final int RUNS_OF_A_PAGE = 100;

    private final Services services;

    ShowExperiment(Services services) {
        this.services = services;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String id = parameters.requiredString("experiment_id");
        Fork<Experiment> experiment = Fork.of(() -> services.experiments().get(id));
        Page<Run> runs = services.runs()
                .search(RunSearch.of(
                        List.of(id),
                        parameters.stringOrEmpty("filter"),
                        ViewType.ACTIVE_ONLY,
                        parameters.strings("order_by"),
                        parameters.integer("max_results", RUNS_OF_A_PAGE),
                        parameters.pageToken()));
        JsonBody itself = ViewJson.experiment(Optional.of(experiment.join()));
        return writer -> writer.object("experiment", itself).page("runs", runs, RunJson::write);
    }
}
