package io.lambdaregistry.tracking;

import org.jspecify.annotations.Nullable;

/**
 * The attributes of a run.
 *
 * @param runId 32 hexadecimal digits
 * @param startTime in milliseconds since 1970, as given by the client
 * @param endTime in milliseconds since 1970; null until the client gives it
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

    /** Returns this run with another experiment and artifact URI. */
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
