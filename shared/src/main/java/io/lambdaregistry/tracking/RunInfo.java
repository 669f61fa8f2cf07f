package io.lambdaregistry.tracking;

import org.jspecify.annotations.Nullable;

/**
 * What a run is.
 *
 * @param runId 32 hexadecimal digits
 * @param startTime in milliseconds since 1970, as the client says
 * @param endTime in milliseconds since 1970; null until the client says
 */
public record RunInfo(
        String runId,
        long experimentId,
        String runName,
        String userId,
        RunStatus status,
        long startTime,
        @Nullable Long endTime,
        String artifactUri,
        LifecycleStage lifecycleStage) {

    /** The same run in another experiment, with its artifacts somewhere else. */
    public RunInfo movedTo(long otherExperimentId, String otherArtifactUri) {
        return new RunInfo(
                runId,
                otherExperimentId,
                runName,
                userId,
                status,
                startTime,
                endTime,
                otherArtifactUri,
                lifecycleStage);
    }

    public RunInfo withLifecycleStage(LifecycleStage stage) {
        return new RunInfo(runId, experimentId, runName, userId, status, startTime, endTime, artifactUri, stage);
    }
}
