package io.lambdaregistry.functions.experiments;

import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.json.JsonWriter;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.tracking.Experiment;

/** Experiments as MLflow's API writes them. */
public final class ExperimentJson {
    private ExperimentJson() {}

    static JsonBody experiment(Experiment experiment) {
        return writer -> writer.object("experiment", fields -> write(fields, experiment));
    }

    static JsonBody experiments(Page<Experiment> page) {
        return writer -> writer.page("experiments", page, ExperimentJson::write);
    }

    public static void write(JsonWriter writer, Experiment experiment) {
        writer.field("experiment_id", Long.toString(experiment.id()))
                .field("name", experiment.name())
                .field("artifact_location", experiment.artifactLocation())
                .field("lifecycle_stage", experiment.lifecycleStage().label())
                .field("last_update_time", (Long) experiment.lastUpdateTime())
                .field("creation_time", (Long) experiment.creationTime())
                .keyValues("tags", experiment.tags())
                .field("workspace", "default");
    }
}
