package io.lambdaregistry.registry;

import java.util.Optional;

/** What tracking tells the registry of the runs and logged models that versions come from. */
public interface Lineage {
    /** Where a run keeps its artifacts; empty for a run that does not exist. */
    Optional<String> runArtifactUri(String runId);

    /** A logged model; empty for one that does not exist. */
    Optional<Origin> loggedModel(String modelId);

    /** Notes on a logged model that it became a version. */
    void linkVersion(String modelId, String name, long version);

    /**
     * Where a logged model comes from.
     *
     * @param runId empty where no run logged it
     */
    record Origin(String artifactUri, String runId) {}
}
