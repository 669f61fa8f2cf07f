package io.lambdaregistry.functions.ui;

import io.lambdaregistry.functions.experiments.ExperimentJson;
import io.lambdaregistry.functions.loggedmodels.LoggedModelJson;
import io.lambdaregistry.functions.registeredmodels.RegistryJson;
import io.lambdaregistry.functions.runs.RunJson;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.json.JsonWriter;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.Run;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The responses of views: MLflow's objects, several in one response. */
final class ViewJson {
    private ViewJson() {}

    static JsonBody model(RegisteredModel model) {
        return writer -> RegistryJson.writeModel(writer, model);
    }

    static JsonBody version(ModelVersion version) {
        return writer -> RegistryJson.writeVersion(writer, version);
    }

    static @Nullable JsonBody run(Optional<Run> run) {
        return run.<JsonBody>map(present -> writer -> RunJson.write(writer, present))
                .orElse(null);
    }

    static @Nullable JsonBody experiment(Optional<Experiment> experiment) {
        return experiment
                .<JsonBody>map(present -> writer -> ExperimentJson.write(writer, present))
                .orElse(null);
    }

    static void runs(JsonWriter writer, List<Run> runs) {
        writer.list("runs", runs, RunJson::write);
    }

    static void loggedModels(JsonWriter writer, List<LoggedModel> models) {
        writer.list("logged_models", models, LoggedModelJson::write);
    }

    static void files(JsonWriter writer, ViewData.Files files) {
        writer.list(
                        "files",
                        files.entries(),
                        (file, entry) -> file.field("path", entry.name())
                                .field("is_dir", entry.folder())
                                .field("file_size", entry.folder() ? null : Long.valueOf(entry.size())))
                .field("files_refusal", files.refusal());
    }
}
