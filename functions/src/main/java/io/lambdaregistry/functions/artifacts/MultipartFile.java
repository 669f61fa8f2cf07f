package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.functions.http.Parameters;

/** The file that a multipart upload makes: its folder is in the route, its name is what the client's file has. */
final class MultipartFile {
    private MultipartFile() {}

    static ArtifactPath path(Parameters parameters) {
        ArtifactPath folder = ArtifactPath.ofFolder(parameters.path("folder"));
        return folder.resolve(ArtifactPath.nameOf(parameters.requiredString("path")));
    }
}
