package io.lambdaregistry.local.imports;

import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.registry.Stage;
import io.lambdaregistry.tracking.Dataset;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.LifecycleStage;
import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.LoggedModelStatus;
import io.lambdaregistry.tracking.Metric;
import io.lambdaregistry.tracking.ModelOutput;
import io.lambdaregistry.tracking.Run;
import io.lambdaregistry.tracking.RunInfo;
import io.lambdaregistry.tracking.RunStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts the JSON of MLflow's REST API to the registry's own records, still with the source's ids and URIs. */
final class MlflowEntities {
    private MlflowEntities() {}

    static Experiment experiment(Fields json) {
        return new Experiment(
                json.number("experiment_id"),
                json.text("name"),
                json.text("artifact_location"),
                LifecycleStage.of(json.text("lifecycle_stage")),
                json.number("creation_time"),
                json.number("last_update_time"),
                json.keyValues("tags"),
                0);
    }

    static Run run(Fields json) {
        Fields data = json.object("data");
        Fields inputs = json.object("inputs");
        Map<String, Metric> metrics = new LinkedHashMap<>();
        data.list("metrics").stream().map(MlflowEntities::metric).forEach(metric -> metrics.put(metric.key(), metric));
        return new Run(
                info(json.object("info")),
                metrics,
                data.keyValues("params"),
                data.keyValues("tags"),
                inputs.list("dataset_inputs").stream()
                        .map(MlflowEntities::dataset)
                        .toList(),
                inputs.texts("model_inputs", "model_id"),
                json.object("outputs").list("model_outputs").stream()
                        .map(output -> new ModelOutput(output.text("model_id"), output.number("step")))
                        .toList());
    }

    private static RunInfo info(Fields json) {
        String id = json.text("run_id");
        return new RunInfo(
                id.isEmpty() ? json.text("run_uuid") : id,
                json.number("experiment_id"),
                json.text("run_name"),
                json.text("user_id"),
                RunStatus.of(json.text("status")).orElse(RunStatus.RUNNING),
                json.number("start_time"),
                json.numberOrNull("end_time"),
                json.text("artifact_uri"),
                LifecycleStage.of(json.text("lifecycle_stage")));
    }

    static Metric metric(Fields json) {
        return new Metric(json.text("key"), json.real("value"), json.number("timestamp"), json.number("step"));
    }

    private static Dataset dataset(Fields json) {
        Fields dataset = json.object("dataset");
        return new Dataset(
                dataset.text("name"),
                dataset.text("digest"),
                dataset.text("source_type"),
                dataset.text("source"),
                dataset.textOrNull("schema"),
                dataset.textOrNull("profile"),
                json.keyValues("tags"));
    }

    /** @param stage the lifecycle stage, which the API's response does not contain */
    static LoggedModel loggedModel(Fields json, LifecycleStage stage) {
        Fields info = json.object("info");
        Fields data = json.object("data");
        String modelId = info.text("model_id");
        return new LoggedModel(
                modelId,
                info.number("experiment_id"),
                info.text("name"),
                info.number("creation_timestamp_ms"),
                info.number("last_updated_timestamp_ms"),
                info.text("artifact_uri"),
                LoggedModelStatus.of(info.text("status")),
                info.text("model_type"),
                info.text("source_run_id"),
                stage,
                info.keyValues("tags"),
                data.keyValues("params"),
                data.list("metrics").stream()
                        .map(metric -> new LoggedMetric(
                                metric(metric),
                                metric.text("run_id"),
                                modelId,
                                metric.text("dataset_name"),
                                metric.text("dataset_digest")))
                        .toList());
    }

    static RegisteredModel registeredModel(Fields json) {
        Map<String, Long> aliases = new LinkedHashMap<>();
        json.list("aliases").forEach(alias -> aliases.put(alias.text("alias"), alias.number("version")));
        return new RegisteredModel(
                json.text("name"),
                json.number("creation_timestamp"),
                json.number("last_updated_timestamp"),
                json.text("description"),
                json.keyValues("tags"),
                aliases,
                List.of());
    }

    /** A version whose source is also the place of its files. Its aliases are left out: they are copied with the model. */
    static ModelVersion version(Fields json) {
        String source = json.text("source");
        String modelId = json.text("model_id");
        String stage = json.text("current_stage");
        return new ModelVersion(
                json.text("name"),
                json.number("version"),
                json.number("creation_timestamp"),
                json.number("last_updated_timestamp"),
                json.textOrNull("description"),
                stage.isEmpty() ? Stage.NONE : Stage.parse(stage),
                source,
                source,
                json.text("run_id"),
                json.text("run_link"),
                modelId.isEmpty() ? loggedModelOf(source) : modelId,
                json.keyValues("tags"),
                List.of());
    }

    /** The logged model that a source such as {@code models:/m-0123} names; empty for any other. */
    private static String loggedModelOf(String source) {
        String scheme = "models:/";
        return source.startsWith(scheme + "m-") && source.indexOf('/', scheme.length()) < 0
                ? source.substring(scheme.length())
                : "";
    }
}
