package io.lambdaregistry.tracking;

import io.lambdaregistry.search.Page;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Stores experiments. Callers validate the arguments. Every write is one conditional write or one transaction, so a failed
 * operation has changed nothing. The caller creates the default experiment by {@link #ensure}.
 *
 * <p>An operation on an experiment that does not exist fails with RESOURCE_DOES_NOT_EXIST; see {@link TrackingErrors}.
 * {@code now} is in milliseconds since 1970.
 */
public interface ExperimentStore {
    /** Creates an experiment with its own id, unless it exists. */
    void ensure(Experiment experiment);

    /**
     * Creates an experiment. Of concurrent creations with one name one succeeds; the others fail with RESOURCE_ALREADY_EXISTS.
     *
     * @param artifactLocation returns the artifact location for the new id
     */
    Experiment create(String name, LongFunction<String> artifactLocation, Map<String, String> tags, long now);

    /**
     * Creates an experiment from another registry with its own id, or with a new one if that id is taken.
     *
     * @param artifactLocation returns the artifact location for the id
     * @return the experiment with that name, new or existing
     */
    Experiment importExperiment(Experiment experiment, LongFunction<String> artifactLocation);

    /** Returns it even if it is deleted. */
    Experiment get(long id);

    /** Returns it even if it is deleted. */
    Optional<Experiment> findByName(String name);

    /** Fails with BAD_REQUEST if the name is taken, with INVALID_STATE if the experiment is deleted. */
    void rename(long id, String name, long now);

    /**
     * Deletes or restores an experiment and, as MLflow does, all of its runs. Also fails with RESOURCE_DOES_NOT_EXIST if the
     * experiment already is in that stage, unless an earlier call was interrupted; then this call completes it.
     */
    void setLifecycleStage(long id, LifecycleStage stage, long now);

    /** Fails with INVALID_PARAMETER_VALUE if the experiment is deleted. */
    void setTag(long id, String key, String value);

    /** Also fails with RESOURCE_DOES_NOT_EXIST if the tag does not exist. */
    void deleteTag(long id, String key);

    Page<Experiment> search(ExperimentSearch search);
}
