package io.lambdaregistry.registry;

import java.util.Optional;

/** The registry's view of tracking: the runs and logged models that versions are made from. */
public interface Lineage {
    /** Returns the artifact URI of a run; empty if the run does not exist. */
    Optional<String> runArtifactUri(String runId);

    /** Returns a logged model; empty if it does not exist. */
    Optional<LoggedArtifacts> loggedModel(String modelId);

    /**
     * Records on a logged model that a version was made of it.
     *
     * @param repeated whether the version may have been recorded before; otherwise one that is recorded already is of a deleted
     *     model of the same name
     */
    void linkVersion(String modelId, String name, long version, boolean repeated);

    /**
     * The artifacts of a logged model.
     *
     * @param artifactUri the folder with its files
     * @param runId the run that logged it; empty if none did
     */
    record LoggedArtifacts(String artifactUri, String runId) {}
}
