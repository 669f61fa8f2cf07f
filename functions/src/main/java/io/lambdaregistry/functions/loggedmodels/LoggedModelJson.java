package io.lambdaregistry.functions.loggedmodels;

import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.json.JsonWriter;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.LoggedModel;
import org.jspecify.annotations.Nullable;

/** Logged models as MLflow's API writes them. */
public final class LoggedModelJson {
    private LoggedModelJson() {}

    static JsonBody model(LoggedModel model) {
        return writer -> writer.object("model", fields -> write(fields, model));
    }

    static JsonBody models(Page<LoggedModel> page) {
        return writer -> writer.page("models", page, LoggedModelJson::write);
    }

    public static void write(JsonWriter writer, LoggedModel model) {
        writer.object("info", info -> writeInfo(info, model))
                .object(
                        "data",
                        data -> data.keyValues("params", model.params())
                                .list("metrics", model.metrics(), LoggedModelJson::writeMetric));
    }

    private static void writeInfo(JsonWriter writer, LoggedModel model) {
        writer.field("model_id", model.modelId())
                .field("experiment_id", Long.toString(model.experimentId()))
                .field("name", model.name())
                .field("creation_timestamp_ms", (Long) model.creationTime())
                .field("last_updated_timestamp_ms", (Long) model.lastUpdateTime())
                .field("artifact_uri", model.artifactUri())
                .field("status", model.status().label())
                .field("model_type", model.modelType())
                .field("source_run_id", model.sourceRunId())
                .keyValues("tags", model.tags());
    }

    private static void writeMetric(JsonWriter writer, LoggedMetric logged) {
        writer.field("key", logged.metric().key())
                .field("value", logged.metric().value())
                .field("timestamp", (Long) logged.metric().timestamp())
                .field("step", (Long) logged.metric().step())
                .field("dataset_name", orNull(logged.datasetName()))
                .field("dataset_digest", orNull(logged.datasetDigest()))
                .field("model_id", logged.modelId())
                .field("run_id", logged.runId());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
