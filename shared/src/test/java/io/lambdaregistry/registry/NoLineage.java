package io.lambdaregistry.registry;

import java.util.Optional;

/** A registry whose versions come from no run and no logged model. */
final class NoLineage implements Lineage {
    @Override
    public Optional<String> runArtifactUri(String runId) {
        return Optional.empty();
    }

    @Override
    public Optional<LoggedArtifacts> loggedModel(String modelId) {
        return Optional.empty();
    }

    @Override
    public void linkVersion(String modelId, String name, long version, boolean repeated) {}
}
