package io.lambdaregistry.artifact;

import io.lambdaregistry.error.RegistryException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Stores artifacts. A folder exists as long as a file lies under it. Thread-safe; memory use does not grow with the size of an
 * artifact.
 *
 * <p>Every operation fails with TEMPORARILY_UNAVAILABLE if the store does not answer.
 */
public interface ArtifactStore {
    /**
     * Puts a file and replaces an existing one. The file becomes visible as a whole when the writer has ended without an error.
     *
     * @throws IOException the writer's exception; nothing was put
     */
    void put(ArtifactPath path, ArtifactWriter writer) throws IOException;

    /**
     * Opens a file.
     *
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE if the path is a folder
     */
    OpenedArtifact open(ArtifactPath path, Optional<ByteRange> range);

    /** Lists one level of a folder, sorted by the code points of the names. Empty if the path is a file or does not exist. */
    List<ArtifactEntry> list(ArtifactPath folder);

    /** Deletes a file, or a folder and everything under it. A path that does not exist is not an error. */
    void delete(ArtifactPath path);
}
