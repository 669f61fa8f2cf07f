package io.lambdaregistry.tracking;

import io.lambdaregistry.search.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where runs are kept. Arguments are valid already.
 *
 * <p>What names a run that does not exist fails with RESOURCE_DOES_NOT_EXIST; what would change a deleted one, with
 * INVALID_PARAMETER_VALUE; both in {@link TrackingErrors}' words.
 */
public interface RunStore {
    /** @param experiment that of the run, as it was read */
    void create(Run run, Experiment experiment);

    /** Also a deleted one. */
    Run get(String runId);

    RunInfo update(String runId, RunUpdate update);

    /** One that is deleted already is as if deleted now. {@code now} is in milliseconds since 1970. */
    void setLifecycleStage(String runId, LifecycleStage stage, long now);

    void setTag(String runId, String key, String value);

    /** Fails with RESOURCE_DOES_NOT_EXIST also where the tag is absent. */
    void deleteTag(String runId, String key);

    /** Sets a tag to what {@code change} makes of its value, {@code ""} where it is absent; no change is lost. */
    void changeTag(String runId, String key, UnaryOperator<String> change);

    /** Fails with INVALID_PARAMETER_VALUE where the param has another value. */
    void logParam(String runId, Param param);

    /** Adds the point, and makes it the latest where no later one is, by {@link Metric#BY_STEP}. */
    void logMetric(LoggedMetric metric);

    /** All of it or, where a param has another value, nothing. */
    void logBatch(String runId, RunBatch batch);

    /** A dataset or model that is an input already stays as it is. {@code now} is in milliseconds since 1970. */
    void logInputs(String runId, List<Dataset> datasets, List<String> modelIds, long now);

    /** A model that is an output already takes the new step. {@code now} is in milliseconds since 1970. */
    void logOutputs(String runId, List<ModelOutput> models, long now);

    /** How a run that comes from another registry stands here, in the experiment that is its own here. */
    Standing standing(Run run, Experiment experiment);

    /** Adds points to histories, also of a run that is still to come; one that is there already is not there twice. */
    void importPoints(List<LoggedMetric> points);

    /** Puts the whole run, with its id, where it is {@link Standing#ABSENT} or {@link Standing#OUTDATED}; answers whether it did. */
    boolean importRun(Run run, Experiment experiment);

    /** The points of a metric by timestamp, step and value; none for a run that does not exist. */
    Page<Metric> metricHistory(String runId, String key, int maxResults, Optional<String> pageToken);

    /** Runs of a deleted experiment count as deleted. */
    Page<Run> search(RunSearch search);
}
