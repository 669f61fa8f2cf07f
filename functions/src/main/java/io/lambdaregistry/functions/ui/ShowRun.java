package io.lambdaregistry.functions.ui;

import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.metering.Fork;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.VersionSearch;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.MetricHistories.RunMetric;
import io.lambdaregistry.tracking.ModelOutput;
import io.lambdaregistry.tracking.Run;
import java.util.List;
import java.util.Optional;

/** {@code GET registry/views/run}: a run, its metrics over steps, its files, and the models that it produced. */
final class ShowRun extends JsonHandler {
    private final Services services;
    private final ViewData data;

    ShowRun(Services services) {
        this.services = services;
        this.data = new ViewData(services);
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        Run run = services.runs().get(parameters.requiredString("run_id"));
        String runId = run.info().runId();
        Fork<ViewData.Files> files = Fork.of(() -> data.filesOfRun(runId));
        Fork<Page<ModelVersion>> registered = Fork.of(() -> services.registry()
                .searchVersions(VersionSearch.of(
                        "run_id = '" + runId + "'", List.of(), VersionSearch.DEFAULT_MAX_RESULTS, Optional.empty())));
        List<Fork<Optional<LoggedModel>>> logged = run.modelOutputs().stream()
                .map(ModelOutput::modelId)
                .distinct()
                .map(id -> Fork.of(() -> data.loggedModel(id)))
                .toList();
        Optional<Experiment> experiment = data.experiment(run.info().experimentId());
        List<RunMetric> curves = data.curves(List.of(run));
        List<LoggedModel> models =
                logged.stream().flatMap(model -> model.join().stream()).toList();
        List<ModelVersion> versions = registered.join().items();
        ViewData.Files itsFiles = files.join();
        return writer -> {
            writer.object("run", ViewJson.run(Optional.of(run)));
            ViewJson.beside(writer, Optional.empty(), experiment);
            ViewJson.versions(writer, versions);
            ViewJson.loggedModels(writer, models);
            ViewJson.files(writer, itsFiles);
            ViewJson.curves(writer, curves);
        };
    }
}
