package io.lambdaregistry.tracking;

import io.lambdaregistry.search.Page;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Where experiments are kept. Arguments are valid already; every write is one conditional write or one transaction, so what
 * fails has changed nothing. The default experiment is there from the first moment.
 *
 * <p>What names an experiment that does not exist fails with RESOURCE_DOES_NOT_EXIST, in {@link TrackingErrors}' words.
 * {@code now} is in milliseconds since 1970.
 */
public interface ExperimentStore {
    /** Creates an experiment under its own id, unless it is there. */
    void ensure(Experiment experiment);

    /**
     * Of concurrent creations under a name one wins, the others fail with RESOURCE_ALREADY_EXISTS.
     *
     * @param artifactLocation given the new id
     */
    Experiment create(String name, LongFunction<String> artifactLocation, Map<String, String> tags, long now);

    /**
     * Creates an experiment that comes from another registry: under its own id, or where another has that, under a new one.
     *
     * @param artifactLocation given the id
     * @return the experiment of that name, whoever made it
     */
    Experiment importExperiment(Experiment experiment, LongFunction<String> artifactLocation);

    /** Also a deleted one. */
    Experiment get(long id);

    /** Also a deleted one. */
    Optional<Experiment> findByName(String name);

    /** Fails with BAD_REQUEST where the name is taken, with INVALID_STATE where the experiment is deleted. */
    void rename(long id, String name, long now);

    /**
     * Also gives that stage to all of its runs, as MLflow does. Fails with RESOURCE_DOES_NOT_EXIST also where the experiment
     * is in that stage already, unless an earlier call was cut short, which this one then finishes.
     */
    void setLifecycleStage(long id, LifecycleStage stage, long now);

    /** Fails with INVALID_PARAMETER_VALUE where the experiment is deleted. */
    void setTag(long id, String key, String value);

    /** Fails with RESOURCE_DOES_NOT_EXIST also where the tag is absent. */
    void deleteTag(long id, String key);

    Page<Experiment> search(ExperimentSearch search);
}
