package io.lambdaregistry.tracking;

import io.lambdaregistry.search.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Stores runs. Callers validate the arguments.
 *
 * <p>An operation on a run that does not exist fails with RESOURCE_DOES_NOT_EXIST, and a change of a deleted run with
 * INVALID_PARAMETER_VALUE; see {@link TrackingErrors}.
 */
public interface RunStore {
    /** @param experiment the run's experiment, as it was read */
    void create(Run run, Experiment experiment);

    /** Returns it even if it is deleted. */
    Run get(String runId);

    RunInfo update(String runId, RunUpdate update);

    /**
     * Deletes or restores a run. Deleting a deleted run renews its time of deletion. {@code now} is in milliseconds since 1970.
     */
    void setLifecycleStage(String runId, LifecycleStage stage, long now);

    void setTag(String runId, String key, String value);

    /** Also fails with RESOURCE_DOES_NOT_EXIST if the tag does not exist. */
    void deleteTag(String runId, String key);

    /** Sets a tag to the result of {@code change} on its value ({@code ""} if missing); no concurrent change is lost. */
    void changeTag(String runId, String key, UnaryOperator<String> change);

    /** Fails with INVALID_PARAMETER_VALUE if the param has another value. */
    void logParam(String runId, Param param);

    /** Adds a point. It becomes the metric's latest if none is later by {@link Metric#BY_STEP}. */
    void logMetric(LoggedMetric metric);

    /** Logs the whole batch, or nothing if a param has another value. */
    void logBatch(String runId, RunBatch batch);

    /** Adds inputs; existing inputs do not change. {@code now} is in milliseconds since 1970. */
    void logInputs(String runId, List<Dataset> datasets, List<String> modelIds, long now);

    /** Adds outputs; an existing output gets the new step. {@code now} is in milliseconds since 1970. */
    void logOutputs(String runId, List<ModelOutput> models, long now);

    /** Returns how a run from another registry compares with the one stored here; {@code experiment} is its experiment here. */
    Standing standing(Run run, Experiment experiment);

    /** Adds points to histories, also of runs that are not imported yet. Existing points are not duplicated. */
    void importPoints(List<LoggedMetric> points);

    /** Writes the whole run with its id if it is {@link Standing#ABSENT} or {@link Standing#OUTDATED}; returns whether it did. */
    boolean importRun(Run run, Experiment experiment);

    /** Returns the points of a metric, sorted by timestamp, step and value; an empty page if the run does not exist. */
    Page<Metric> metricHistory(String runId, String key, int maxResults, Optional<String> pageToken);

    /** Searches runs; runs of a deleted experiment count as deleted. */
    Page<Run> search(RunSearch search);
}
