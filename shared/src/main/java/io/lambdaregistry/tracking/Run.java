package io.lambdaregistry.tracking;

import io.lambdaregistry.access.Authors;
import java.util.List;
import java.util.Map;

/**
 * A run with its data.
 *
 * @param metrics the latest point of each metric, by key
 * @param modelInputs the ids of the logged models that it read
 */
public record Run(
        RunInfo info,
        Map<String, Metric> metrics,
        Map<String, String> params,
        Map<String, String> tags,
        List<Dataset> datasets,
        List<String> modelInputs,
        List<ModelOutput> modelOutputs,
        Authors authors) {

    /** The tag that repeats the run's name. */
    public static final String NAME_TAG = "mlflow.runName";

    /** The tag in which clients before 3.0 store the models that they logged, as a JSON list. */
    public static final String MODEL_HISTORY_TAG = "mlflow.log-model.history";

    /** A run that comes from elsewhere, of unknown authors. */
    public Run(
            RunInfo info,
            Map<String, Metric> metrics,
            Map<String, String> params,
            Map<String, String> tags,
            List<Dataset> datasets,
            List<String> modelInputs,
            List<ModelOutput> modelOutputs) {
        this(info, metrics, params, tags, datasets, modelInputs, modelOutputs, Authors.UNKNOWN);
    }

    /** Returns a run that the current caller starts, and that has logged nothing yet. */
    public static Run started(RunInfo info, Map<String, String> tags) {
        return new Run(info, Map.of(), Map.of(), tags, List.of(), List.of(), List.of(), Authors.ofCreation());
    }

    public Run withLifecycleStage(LifecycleStage stage) {
        return withInfo(info.withLifecycleStage(stage));
    }

    public Run withInfo(RunInfo other) {
        return new Run(other, metrics, params, tags, datasets, modelInputs, modelOutputs, authors);
    }
}
