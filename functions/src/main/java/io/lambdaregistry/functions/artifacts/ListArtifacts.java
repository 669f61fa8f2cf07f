package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;

/** {@code GET mlflow-artifacts/artifacts?path=}: lists one level under the artifact root. */
public final class ListArtifacts extends JsonHandler {
    private final Artifacts artifacts;

    public ListArtifacts() {
        this(services().artifacts());
    }

    ListArtifacts(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        return ArtifactListing.of(artifacts, ArtifactPath.ofFolder(parameters.stringOrEmpty("path")));
    }
}
