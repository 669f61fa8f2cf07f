package io.lambdaregistry.tracking;

import java.util.Map;

/**
 * An experiment: what groups runs and logged models, and says where their artifacts go.
 *
 * @param id a number that rises from experiment to experiment; 0 is {@link #DEFAULT_NAME}
 * @param name unique, also among deleted ones, to 500 characters
 * @param artifactLocation a URI; artifacts of a run lie in {@code <location>/<run id>/artifacts}
 * @param creationTime in milliseconds since 1970
 * @param lastUpdateTime in milliseconds since 1970
 * @param generation how often it was deleted or restored
 */
public record Experiment(
        long id,
        String name,
        String artifactLocation,
        LifecycleStage lifecycleStage,
        long creationTime,
        long lastUpdateTime,
        Map<String, String> tags,
        long generation) {

    public static final long DEFAULT_ID = 0;
    public static final String DEFAULT_NAME = "Default";

    /** The same experiment under another id, and where its artifacts then are. */
    public Experiment withId(long otherId, String location) {
        return new Experiment(otherId, name, location, lifecycleStage, creationTime, lastUpdateTime, tags, generation);
    }

    /** A URI below the experiment's location. */
    public String artifactUri(String path) {
        return artifactLocation + (artifactLocation.endsWith("/") ? "" : "/") + path;
    }
}
