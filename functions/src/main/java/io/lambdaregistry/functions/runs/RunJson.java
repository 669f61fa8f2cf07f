package io.lambdaregistry.functions.runs;

import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.json.JsonWriter;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.tracking.Dataset;
import io.lambdaregistry.tracking.Metric;
import io.lambdaregistry.tracking.ModelOutput;
import io.lambdaregistry.tracking.Run;
import io.lambdaregistry.tracking.RunInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs as MLflow's API writes them. */
public final class RunJson {
    private RunJson() {}

    /** A new run, which has no outputs yet. */
    static JsonBody created(Run run) {
        return writer -> writer.object("run", fields -> {
            writeInfoAndData(fields, run);
            fields.object("inputs", inputs -> {});
        });
    }

    static JsonBody run(Run run) {
        return writer -> writer.object("run", fields -> write(fields, run));
    }

    /** Writes a page of runs. As in MLflow's server, a search leaves out the models that runs read. */
    static JsonBody runs(Page<Run> page) {
        return writer -> writer.page("runs", page, (fields, run) -> write(fields, run, List.of()));
    }

    static JsonBody updated(RunInfo info) {
        return writer -> writer.object("run_info", fields -> writeInfo(fields, info));
    }

    public static void write(JsonWriter writer, Run run) {
        write(writer, run, run.modelInputs());
    }

    private static void write(JsonWriter writer, Run run, List<String> modelInputs) {
        writeInfoAndData(writer, run);
        writer.object(
                        "inputs",
                        inputs -> inputs.list("dataset_inputs", run.datasets(), RunJson::writeInput)
                                .list(
                                        "model_inputs",
                                        modelInputs,
                                        (input, modelId) -> input.field("model_id", modelId)))
                .object("outputs", outputs -> outputs.list("model_outputs", run.modelOutputs(), RunJson::writeOutput));
    }

    private static void writeInfoAndData(JsonWriter writer, Run run) {
        writer.object("info", info -> writeInfo(info, run.info()))
                .object(
                        "data",
                        data -> data.list("metrics", run.metrics().values(), RunJson::writeMetric)
                                .keyValues("params", run.params())
                                .keyValues("tags", run.tags()));
    }

    private static void writeInfo(JsonWriter writer, RunInfo info) {
        writer.field("run_uuid", info.runId())
                .field("experiment_id", Long.toString(info.experimentId()))
                .field("run_name", info.runName())
                .field("user_id", info.userId())
                .field("status", info.status().name())
                .field("start_time", (Long) info.startTime())
                .field("end_time", shownEnd(info.endTime()))
                .field("artifact_uri", info.artifactUri())
                .field("lifecycle_stage", info.lifecycleStage().label())
                .field("run_id", info.runId());
    }

    /** As in MLflow's server, an end time of 0 means none. */
    private static @Nullable Long shownEnd(@Nullable Long time) {
        return time == null || time == 0 ? null : time;
    }

    private static void writeMetric(JsonWriter writer, Metric metric) {
        writer.field("key", metric.key())
                .field("value", metric.value())
                .field("timestamp", (Long) metric.timestamp())
                .field("step", (Long) metric.step());
    }

    private static void writeInput(JsonWriter writer, Dataset dataset) {
        writer.keyValues("tags", dataset.tags())
                .object(
                        "dataset",
                        fields -> fields.field("name", dataset.name())
                                .field("digest", dataset.digest())
                                .field("source_type", dataset.sourceType())
                                .field("source", dataset.source())
                                .field("schema", dataset.schema())
                                .field("profile", dataset.profile()));
    }

    private static void writeOutput(JsonWriter writer, ModelOutput output) {
        writer.field("model_id", output.modelId()).field("step", (Long) output.step());
    }
}
