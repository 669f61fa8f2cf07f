package io.lambdaregistry.tracking;

import io.lambdaregistry.access.Authors;
import io.lambdaregistry.search.Page;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The operations on logged models, as in MLflow's tracking server. The errors are those of {@link LoggedModelStore}. */
public final class LoggedModels {
    private final LoggedModelStore store;
    private final Experiments experiments;
    private final InstantSource clock;

    public LoggedModels(LoggedModelStore store, Experiments experiments, InstantSource clock) {
        this.store = store;
        this.experiments = experiments;
        this.clock = clock;
    }

    /** Creates a model with a pending upload. */
    public LoggedModel create(NewLoggedModel model) {
        TrackingRules.checkLoggedModelName(model.name());
        Experiment experiment = experiments.active(model.experimentId());
        model.tags().keySet().forEach(TrackingRules::nonEmpty);
        String modelId = "m-" + Runs.hexId();
        long now = clock.millis();
        LoggedModel created = new LoggedModel(
                modelId,
                experiment.id(),
                model.name().isEmpty() ? RandomNames.next() : model.name(),
                now,
                now,
                experiment.artifactUri("models/" + modelId + "/artifacts"),
                LoggedModelStatus.PENDING,
                model.modelType(),
                model.sourceRunId(),
                LifecycleStage.ACTIVE,
                model.tags(),
                TrackingRules.uniqueParams(model.params()),
                List.of(),
                Authors.ofCreation());
        store.create(created);
        return created;
    }

    public LoggedModel get(String modelId, boolean allowDeleted) {
        LoggedModel model = store.get(modelId);
        if (model.lifecycleStage() == LifecycleStage.DELETED && !allowDeleted) {
            throw TrackingErrors.loggedModelNotFound(modelId);
        }
        return model;
    }

    /** Sets the status at the end of the upload. */
    public LoggedModel finish(String modelId, LoggedModelStatus status) {
        store.setStatus(modelId, status, clock.millis());
        return store.get(modelId);
    }

    /** Deletes a model; for a deleted one it renews the time of the deletion. */
    public void delete(String modelId) {
        store.delete(modelId, clock.millis());
    }

    /** Restores a model; does nothing if it is not deleted. */
    public LoggedModel restore(String modelId) {
        store.restore(modelId, clock.millis());
        return store.get(modelId);
    }

    public void logParams(String modelId, List<Param> params) {
        TrackingRules.uniqueParams(params);
        store.logParams(modelId, params);
    }

    public void setTags(String modelId, Map<String, String> tags) {
        tags.keySet().forEach(TrackingRules::nonEmpty);
        store.setTags(modelId, tags);
    }

    /** Sets a tag to the result of {@code change} on its value ({@code ""} if missing); no concurrent change is lost. */
    public void changeTag(String modelId, String key, UnaryOperator<String> change) {
        store.changeTag(modelId, key, change);
    }

    public void deleteTag(String modelId, String key) {
        store.deleteTag(modelId, key);
    }

    /** Returns how a model from another registry compares with the one stored here. */
    public Standing standing(LoggedModel model) {
        TrackingRules.checkRunId(model.modelId());
        return store.standing(model);
    }

    /**
     * Imports a model from another registry with its id, times, status and data; its experiment must exist. A model that was changed
     * here is not overwritten.
     *
     * @return whether the model was written
     */
    public boolean importModel(LoggedModel model) {
        TrackingRules.checkRunId(model.modelId());
        return store.importModel(model);
    }

    public Page<LoggedModel> search(LoggedModelSearch search) {
        return store.search(search);
    }
}
