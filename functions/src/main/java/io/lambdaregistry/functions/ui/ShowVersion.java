package io.lambdaregistry.functions.ui;

import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.Run;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/** {@code GET registry/views/version}: a version, where it comes from, and its files. */
public final class ShowVersion extends JsonHandler {
    private final Services services;
    private final ViewData data;

    public ShowVersion() {
        this(Services.fromEnvironment());
    }

    public ShowVersion(Services services) {
        this.services = services;
        this.data = new ViewData(services);
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        String number = parameters.requiredString("version");
        Future<RegisteredModel> model = data.start(() -> services.registry().getModel(name));
        Future<ViewData.Files> files = data.start(() -> data.filesOfVersion(name, number));
        Future<Optional<String>> mlModel = data.start(() -> data.mlModel(name, number));
        ModelVersion version = services.registry().getVersion(name, number);
        Future<Optional<LoggedModel>> logged = data.start(() -> data.loggedModel(version.modelId()));
        Optional<Run> run = data.run(version.runId());
        Optional<Experiment> experiment = run.map(present -> present.info().experimentId())
                .or(() -> ViewData.of(logged).map(LoggedModel::experimentId))
                .flatMap(data::experiment);
        JsonBody itsModel = ViewJson.model(ViewData.of(model));
        List<LoggedModel> itsLogged = ViewData.of(logged).stream().toList();
        Optional<String> itsMlModel = ViewData.of(mlModel);
        ViewData.Files itsFiles = ViewData.of(files);
        return writer -> {
            writer.object("registered_model", itsModel)
                    .object("model_version", ViewJson.version(version))
                    .object("run", ViewJson.run(run))
                    .object("experiment", ViewJson.experiment(experiment))
                    .field("mlmodel", itsMlModel.orElse(null));
            ViewJson.loggedModels(writer, itsLogged);
            ViewJson.files(writer, itsFiles);
        };
    }
}
