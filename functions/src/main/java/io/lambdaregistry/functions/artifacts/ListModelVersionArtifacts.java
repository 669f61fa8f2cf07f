package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.ArtifactRoot;
import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;

/**
 * {@code GET registry/model-versions/artifacts?name=&version=&path=}: lists one level of a version's artifacts. MLflow has no
 * such operation.
 */
final class ListModelVersionArtifacts extends JsonHandler {
    private final Artifacts artifacts;

    ListModelVersionArtifacts(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        ArtifactRoot root =
                artifacts.rootOfModelVersion(parameters.requiredString("name"), parameters.requiredString("version"));
        return ArtifactListing.under(artifacts, root, ArtifactPath.ofFolder(parameters.stringOrEmpty("path")));
    }
}
