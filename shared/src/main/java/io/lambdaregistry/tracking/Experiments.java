package io.lambdaregistry.tracking;

import io.lambdaregistry.access.Authors;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Page;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operations on experiments, as in MLflow's tracking server. The errors are those of {@link ExperimentStore}.
 *
 * <p>The default experiment is created at its first use, so a registry needs no set-up.
 */
public final class Experiments {
    private final ExperimentStore store;
    private final InstantSource clock;
    private final String artifactRoot;

    /** Whether the default experiment is known to exist; it is never removed. */
    private volatile boolean hasDefault;

    /**
     * @param artifactRoot the URI to which an experiment's id is appended
     * @throws RegistryException INVALID_PARAMETER_VALUE if the URI is not allowed as an artifact location
     */
    public Experiments(ExperimentStore store, InstantSource clock, String artifactRoot) {
        ArtifactLocations.check(artifactRoot);
        this.store = store;
        this.clock = clock;
        this.artifactRoot = artifactRoot.endsWith("/") ? artifactRoot : artifactRoot + "/";
    }

    /**
     * Creates an experiment.
     *
     * @param artifactLocation the artifact location; empty for the default
     */
    public Experiment create(String name, String artifactLocation, List<Tag> tags) {
        TrackingRules.checkExperimentName(name);
        if (!artifactLocation.isEmpty()) {
            ArtifactLocations.check(artifactLocation);
        }
        tags.forEach(tag -> TrackingRules.checkExperimentTag(tag.key(), tag.value()));
        Map<String, String> unique =
                TrackingRules.uniqueTags(tags, key -> TrackingErrors.duplicateExperimentTag(name, key));
        ensureDefault();
        return store.create(
                name,
                id -> artifactLocation.isEmpty() ? artifactLocation(id) : artifactLocation,
                unique,
                clock.millis());
    }

    private void ensureDefault() {
        if (!hasDefault) {
            long now = clock.millis();
            long id = Experiment.DEFAULT_ID;
            store.ensure(new Experiment(
                    id,
                    Experiment.DEFAULT_NAME,
                    artifactLocation(id),
                    LifecycleStage.ACTIVE,
                    now,
                    now,
                    Map.of(),
                    0,
                    Authors.ofCreation()));
            hasDefault = true;
        }
    }

    private long id(String experimentId) {
        long id = TrackingRules.experimentId(experimentId);
        if (id == Experiment.DEFAULT_ID) {
            ensureDefault();
        }
        return id;
    }

    /** Returns it even if it is deleted. */
    public Experiment get(String experimentId) {
        return store.get(id(experimentId));
    }

    /** Returns it even if it is deleted. */
    public Experiment getByName(String name) {
        ensureDefault();
        return store.findByName(name).orElseThrow(() -> TrackingErrors.experimentNotFound(name));
    }

    public void rename(String experimentId, String name) {
        TrackingRules.checkExperimentName(name);
        ensureDefault();
        store.rename(id(experimentId), name, clock.millis());
    }

    /** Deletes an experiment, which can be restored; its name stays taken. */
    public void delete(String experimentId) {
        store.setLifecycleStage(id(experimentId), LifecycleStage.DELETED, clock.millis());
    }

    public void restore(String experimentId) {
        store.setLifecycleStage(id(experimentId), LifecycleStage.ACTIVE, clock.millis());
    }

    public void setTag(String experimentId, String key, String value) {
        TrackingRules.checkExperimentTag(key, value);
        store.setTag(id(experimentId), key, value);
    }

    public void deleteTag(String experimentId, String key) {
        store.deleteTag(id(experimentId), key);
    }

    /** Like {@link #getByName}, but without creating the default experiment; empty if the experiment does not exist. */
    public Optional<Experiment> find(String name) {
        return store.findByName(name);
    }

    /**
     * Imports an experiment from another registry, with an artifact location of this registry. It keeps its id if that is free, and
     * gets a new one otherwise.
     *
     * @return the experiment with that name; an existing one is not changed
     */
    public Experiment importExperiment(Experiment experiment) {
        TrackingRules.checkExperimentName(experiment.name());
        return store.importExperiment(experiment, this::artifactLocation);
    }

    /** Returns the default artifact location of an experiment. */
    public String artifactLocation(long id) {
        return artifactRoot + id;
    }

    public Page<Experiment> search(ExperimentSearch search) {
        ensureDefault();
        return store.search(search);
    }

    /** Returns an experiment in which a run or logged model is to be created; fails if it is deleted. */
    Experiment active(String experimentId) {
        Experiment experiment = get(experimentId);
        if (experiment.lifecycleStage() != LifecycleStage.ACTIVE) {
            throw TrackingErrors.experimentNotActive(experiment.id());
        }
        return experiment;
    }
}
