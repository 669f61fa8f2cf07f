package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.functions.http.Parameters;

/** The file that a multipart upload creates. The route names its folder, and the client's local file gives its name. */
final class MultipartFile {
    private MultipartFile() {}

    static ArtifactPath path(Parameters parameters) {
        ArtifactPath folder = ArtifactPath.ofFolder(parameters.path("folder"));
        return folder.resolve(ArtifactPath.nameOf(parameters.requiredString("path")));
    }
}
