package io.lambdaregistry.functions.ui;

import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.functions.seals.SealJson;
import io.lambdaregistry.functions.seals.SignatureJson;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.metering.Fork;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.seal.signature.Signatures;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.Run;
import java.util.List;
import java.util.Optional;

/** {@code GET registry/views/version}: a version, the run that produced it, and its files. */
final class ShowVersion extends JsonHandler {
    private final Services services;
    private final ViewData data;

    ShowVersion(Services services) {
        this.services = services;
        this.data = new ViewData(services);
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        String number = parameters.requiredString("version");
        Fork<RegisteredModel> model = Fork.of(() -> services.registry().getModel(name));
        Fork<ViewData.Files> files = Fork.of(() -> data.filesOfVersion(name, number));
        Fork<Optional<String>> mlModel = Fork.of(() -> data.mlModel(name, number));
        ModelVersion version = services.registry().getVersion(name, number);
        Fork<Optional<LoggedModel>> logged = Fork.of(() -> data.loggedModel(version.modelId()));
        Optional<Run> run = data.run(version.runId());
        Optional<Experiment> experiment = run.map(present -> present.info().experimentId())
                .or(() -> logged.join().map(LoggedModel::experimentId))
                .flatMap(data::experiment);
        List<Signatures.Judged> signatures = services.signatures().of(version);
        JsonBody itsModel = ViewJson.model(model.join());
        List<LoggedModel> itsLogged = logged.join().stream().toList();
        Optional<String> itsMlModel = mlModel.join();
        ViewData.Files itsFiles = files.join();
        return writer -> {
            writer.object("model_version", ViewJson.version(version)).object("seal", SealJson.seal(version.seal()));
            SignatureJson.signatures(writer, signatures);
            writer.field("mlmodel", itsMlModel.orElse(null)).shortened("registered_model", itsModel);
            ViewJson.beside(writer, run, experiment);
            ViewJson.loggedModels(writer, itsLogged);
            ViewJson.files(writer, itsFiles);
        };
    }
}
