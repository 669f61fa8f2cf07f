package io.lambdaregistry.tracking;

import java.util.List;
import java.util.Map;

/**
 * A logged model, MLflow 3's first-class model: what a registered version is made from.
 *
 * @param modelId {@code m-} and 32 hexadecimal digits
 * @param creationTime in milliseconds since 1970
 * @param lastUpdateTime in milliseconds since 1970
 * @param modelType empty where none was said
 * @param sourceRunId empty where no run logged it
 * @param metrics every point that was logged for it, the oldest first
 */
public record LoggedModel(
        String modelId,
        long experimentId,
        String name,
        long creationTime,
        long lastUpdateTime,
        String artifactUri,
        LoggedModelStatus status,
        String modelType,
        String sourceRunId,
        LifecycleStage lifecycleStage,
        Map<String, String> tags,
        Map<String, String> params,
        List<LoggedMetric> metrics) {

    /** The same model in another experiment, with its artifacts somewhere else. */
    public LoggedModel movedTo(long otherExperimentId, String otherArtifactUri) {
        return new LoggedModel(
                modelId,
                otherExperimentId,
                name,
                creationTime,
                lastUpdateTime,
                otherArtifactUri,
                status,
                modelType,
                sourceRunId,
                lifecycleStage,
                tags,
                params,
                metrics);
    }
}
