package io.lambdaregistry.functions.experiments;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.functions.runs.TrackingParameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.Experiments;

/** {@code POST experiments/create}. */
final class CreateExperiment extends JsonHandler {
    private final Experiments experiments;

    CreateExperiment(Experiments experiments) {
        this.experiments = experiments;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        Experiment experiment = experiments.create(
                parameters.requiredString("name"),
                parameters.stringOrEmpty("artifact_location"),
                TrackingParameters.tags(parameters));
        return writer -> writer.field("experiment_id", Long.toString(experiment.id()));
    }
}
