package io.lambdaregistry.tracking;

import io.lambdaregistry.access.Authors;
import java.util.List;
import java.util.Map;

/**
 * A logged model, MLflow 3's first-class model, from which a registered version can be made.
 *
 * @param modelId {@code m-} followed by 32 hexadecimal digits
 * @param creationTime in milliseconds since 1970
 * @param lastUpdateTime in milliseconds since 1970
 * @param modelType the type; may be empty
 * @param sourceRunId the run that logged it; empty for none
 * @param metrics all points logged for it, the oldest first
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
        List<LoggedMetric> metrics,
        Authors authors) {

    /** A logged model that comes from elsewhere, of unknown authors. */
    public LoggedModel(
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
        this(
                modelId,
                experimentId,
                name,
                creationTime,
                lastUpdateTime,
                artifactUri,
                status,
                modelType,
                sourceRunId,
                lifecycleStage,
                tags,
                params,
                metrics,
                Authors.UNKNOWN);
    }

    /** Returns this model with another experiment and artifact URI. */
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
                metrics,
                authors);
    }
}
