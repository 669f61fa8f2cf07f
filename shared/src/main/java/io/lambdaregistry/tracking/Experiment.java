package io.lambdaregistry.tracking;

import io.lambdaregistry.access.Authors;
import java.util.Map;

/**
 * An experiment: a group of runs and logged models, with the location of their artifacts.
 *
 * @param id a number that rises with each experiment; 0 is {@link #DEFAULT_NAME}
 * @param name at most 500 characters; unique, also among deleted experiments
 * @param artifactLocation a URI; artifacts of a run lie in {@code <location>/<run id>/artifacts}
 * @param creationTime in milliseconds since 1970
 * @param lastUpdateTime in milliseconds since 1970
 * @param generation the number of its deletions and restorations
 */
public record Experiment(
        long id,
        String name,
        String artifactLocation,
        LifecycleStage lifecycleStage,
        long creationTime,
        long lastUpdateTime,
        Map<String, String> tags,
        long generation,
        Authors authors) {

    public static final long DEFAULT_ID = 0;
    public static final String DEFAULT_NAME = "Default";

    /** An experiment that comes from elsewhere, of unknown authors. */
    public Experiment(
            long id,
            String name,
            String artifactLocation,
            LifecycleStage lifecycleStage,
            long creationTime,
            long lastUpdateTime,
            Map<String, String> tags,
            long generation) {
        this(
                id,
                name,
                artifactLocation,
                lifecycleStage,
                creationTime,
                lastUpdateTime,
                tags,
                generation,
                Authors.UNKNOWN);
    }

    /** Returns this experiment with another id and artifact location. */
    public Experiment withId(long otherId, String location) {
        return new Experiment(
                otherId, name, location, lifecycleStage, creationTime, lastUpdateTime, tags, generation, authors);
    }

    /** Returns the URI of a path below the experiment's location. */
    public String artifactUri(String path) {
        return artifactLocation + (artifactLocation.endsWith("/") ? "" : "/") + path;
    }
}
