package io.lambdaregistry.tracking;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Page;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The operations on runs, as in MLflow's tracking server. The errors are those of {@link RunStore}. */
public final class Runs {
    private final RunStore store;
    private final Experiments experiments;
    private final InstantSource clock;

    public Runs(RunStore store, Experiments experiments, InstantSource clock) {
        this.store = store;
        this.experiments = experiments;
        this.clock = clock;
    }

    /** Creates a run. If its experiment is deleted at the same time, the run counts as deleted with it. */
    public Run create(NewRun run) {
        Experiment experiment = experiments.active(run.experimentId());
        Map<String, String> tags = TrackingRules.uniqueTags(run.tags());
        String name = name(run, tags.getOrDefault(Run.NAME_TAG, ""));
        tags.put(Run.NAME_TAG, name);
        String runId = hexId();
        RunInfo info = new RunInfo(
                runId,
                experiment.id(),
                name,
                run.userId(),
                RunStatus.RUNNING,
                run.startTime(),
                null,
                experiment.artifactUri(runId + "/artifacts"),
                LifecycleStage.ACTIVE);
        Run created = Run.started(info, tags);
        store.create(created, experiment);
        return created;
    }

    private static String name(NewRun run, String tagged) {
        if (!run.runName().isEmpty() && !tagged.isEmpty() && !run.runName().equals(tagged)) {
            throw RegistryException.invalid(
                    "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='%s', mlflow.runName='%s')."
                            .formatted(run.runName(), tagged));
        }
        if (!run.runName().isEmpty()) {
            return run.runName();
        }
        return tagged.isEmpty() ? RandomNames.next() : tagged;
    }

    /** Returns 32 random hexadecimal digits. */
    static String hexId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** Returns it even if it is deleted. */
    public Run get(String runId) {
        return store.get(runId);
    }

    public RunInfo update(String runId, RunUpdate update) {
        return store.update(runId, update);
    }

    public void delete(String runId) {
        store.setLifecycleStage(runId, LifecycleStage.DELETED, clock.millis());
    }

    public void restore(String runId) {
        store.setLifecycleStage(runId, LifecycleStage.ACTIVE, clock.millis());
    }

    public void setTag(String runId, Tag tag) {
        Tag checked = TrackingRules.checkedTag("", tag);
        store.setTag(runId, checked.key(), checked.value());
    }

    public void deleteTag(String runId, String key) {
        store.deleteTag(runId, key);
    }

    /** Records on a run that it logged a model, for clients before 3.0. {@code append} adds the model to the tag's list. */
    public void logModel(String runId, UnaryOperator<String> append) {
        store.changeTag(runId, Run.MODEL_HISTORY_TAG, append);
    }

    public void logParam(String runId, Param param) {
        store.logParam(runId, TrackingRules.checkedParam("", param));
    }

    public void logMetric(LoggedMetric metric) {
        TrackingRules.checkMetric("", metric.metric());
        store.logMetric(metric);
    }

    /**
     * Logs metrics, params and tags in one request.
     *
     * @param metrics at most 1,000
     * @param params at most 100, with different keys
     * @param tags at most 100; of several tags with one key the last counts
     */
    public void logBatch(String runId, List<LoggedMetric> metrics, List<Param> params, List<Tag> tags) {
        TrackingRules.checkRunId(runId);
        for (int i = 0; i < metrics.size(); i++) {
            TrackingRules.checkMetric("metrics[" + i + "].", metrics.get(i).metric());
        }
        List<Param> checkedParams = new ArrayList<>();
        for (int i = 0; i < params.size(); i++) {
            checkedParams.add(TrackingRules.checkedParam("params[" + i + "].", params.get(i)));
        }
        Map<String, String> checkedTags = new LinkedHashMap<>();
        for (int i = 0; i < tags.size(); i++) {
            Tag tag = TrackingRules.checkedTag("tags[" + i + "].", tags.get(i));
            checkedTags.put(tag.key(), tag.value());
        }
        TrackingRules.checkBatchSizes(metrics.size(), params.size(), tags.size());
        TrackingRules.checkParamKeysUnique(params);
        store.logBatch(runId, new RunBatch(metrics, checkedParams, checkedTags));
    }

    public void logInputs(String runId, List<Dataset> datasets, List<String> modelIds) {
        TrackingRules.checkRunId(runId);
        datasets.forEach(TrackingRules::checkDataset);
        store.logInputs(runId, datasets, modelIds, clock.millis());
    }

    /** Records the output models of a run: all of them, or none if one is recorded already. */
    public void logOutputs(String runId, List<ModelOutput> models) {
        store.logOutputs(runId, models, clock.millis());
    }

    /** Returns how a run from another registry compares with the one stored here. */
    public Standing standing(Run run, Experiment experiment) {
        TrackingRules.checkRunId(run.info().runId());
        return store.standing(run, experiment);
    }

    /** Adds points to the histories of a run. Called before {@link #importRun}, so that an imported run is complete. */
    public void importPoints(List<LoggedMetric> points) {
        store.importPoints(points);
    }

    /**
     * Imports a run from another registry with its id, times, status and data. A run that was changed here is not overwritten.
     *
     * @param experiment the run's experiment in this registry
     * @return whether the run was written
     */
    public boolean importRun(Run run, Experiment experiment) {
        TrackingRules.checkRunId(run.info().runId());
        return store.importRun(run, experiment);
    }

    /** Returns the points of a metric, sorted by timestamp, step and value; an empty page if the run does not exist. */
    public Page<Metric> metricHistory(String runId, String key, int maxResults, Optional<String> pageToken) {
        return store.metricHistory(runId, key, maxResults, pageToken);
    }

    public Page<Run> search(RunSearch search) {
        return store.search(search);
    }
}
