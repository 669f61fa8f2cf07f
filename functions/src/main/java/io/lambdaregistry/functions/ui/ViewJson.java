package io.lambdaregistry.functions.ui;

import io.lambdaregistry.event.AuditEntry;
import io.lambdaregistry.functions.audit.AuditJson;
import io.lambdaregistry.functions.audit.AuthorsJson;
import io.lambdaregistry.functions.experiments.ExperimentJson;
import io.lambdaregistry.functions.loggedmodels.LoggedModelJson;
import io.lambdaregistry.functions.metrics.MetricJson;
import io.lambdaregistry.functions.registeredmodels.RegistryJson;
import io.lambdaregistry.functions.runs.RunJson;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.json.JsonWriter;
import io.lambdaregistry.metering.ResponseBytes;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.MetricHistories.RunMetric;
import io.lambdaregistry.tracking.Run;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The responses of views: MLflow's objects, several in one response. Lists beside the main entity end where the response would
 * become too large; each list leaves room for the next.
 */
final class ViewJson {
    /** The size of the response up to the end of each list, in bytes. The lists are written in this order. */
    private static final int AFTER_VERSIONS = ResponseBytes.MOST / 10 * 5;

    private static final int AFTER_RUNS = ResponseBytes.MOST / 10 * 7;
    private static final int AFTER_FILES = ResponseBytes.MOST / 10 * 8;
    private static final int AFTER_EVENTS = ResponseBytes.MOST / 10 * 9;
    private static final int AFTER_CURVES = ResponseBytes.MOST - 1_000;

    private ViewJson() {}

    static JsonBody model(RegisteredModel model) {
        return writer -> RegistryJson.writeModel(writer, model);
    }

    static JsonBody version(ModelVersion version) {
        return writer -> RegistryJson.writeVersion(writer, version);
    }

    static @Nullable JsonBody run(Optional<Run> run) {
        return run.<JsonBody>map(present -> writer -> {
                    RunJson.write(writer, present);
                    AuthorsJson.write(writer, present.authors());
                })
                .orElse(null);
    }

    static @Nullable JsonBody experiment(Optional<Experiment> experiment) {
        return experiment
                .<JsonBody>map(present -> writer -> {
                    ExperimentJson.write(writer, present);
                    AuthorsJson.write(writer, present.authors());
                })
                .orElse(null);
    }

    /** Writes the run and the experiment of the main entity, unless one of them would make the response too large. */
    static void beside(JsonWriter writer, Optional<Run> run, Optional<Experiment> experiment) {
        writer.objectUpTo(AFTER_CURVES, "run", run(run)).objectUpTo(AFTER_CURVES, "experiment", experiment(experiment));
    }

    static void versions(JsonWriter writer, List<ModelVersion> versions) {
        writer.listUpTo(AFTER_VERSIONS, "model_versions", versions, RegistryJson::writeVersion);
    }

    static void versions(JsonWriter writer, Page<ModelVersion> versions) {
        writer.page("model_versions", versions, AFTER_VERSIONS, RegistryJson::writeVersion);
    }

    static void runs(JsonWriter writer, List<Run> runs) {
        writer.listUpTo(AFTER_RUNS, "runs", runs, RunJson::write);
    }

    static void events(JsonWriter writer, List<AuditEntry> events) {
        writer.listUpTo(AFTER_EVENTS, "events", events, AuditJson::writeInWords);
    }

    static void curves(JsonWriter writer, List<RunMetric> points) {
        writer.listUpTo(AFTER_CURVES, "metrics", points, MetricJson::write);
    }

    static void loggedModels(JsonWriter writer, List<LoggedModel> models) {
        writer.listUpTo(AFTER_RUNS, "logged_models", models, ViewJson::writeLoggedModel);
    }

    private static void writeLoggedModel(JsonWriter writer, LoggedModel model) {
        LoggedModelJson.write(writer, model);
        AuthorsJson.write(writer, model.authors());
    }

    static void files(JsonWriter writer, ViewData.Files files) {
        writer.listUpTo(
                        AFTER_FILES,
                        "files",
                        files.entries(),
                        (file, entry) -> file.field("path", entry.name())
                                .field("is_dir", entry.folder())
                                .field("file_size", entry.folder() ? null : Long.valueOf(entry.size())))
                .field("files_refusal", files.refusal());
    }
}
