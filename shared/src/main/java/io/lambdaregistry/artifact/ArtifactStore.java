package io.lambdaregistry.artifact;

import io.lambdaregistry.error.RegistryException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What keeps artifacts. Folders exist where a file lies under them. Thread-safe; memory use does not grow with the size of
 * an artifact.
 *
 * <p>Every operation fails with TEMPORARILY_UNAVAILABLE where the store does not answer.
 */
public interface ArtifactStore {
    /**
     * Puts a file, in place of one that lies there. It is visible only after the writer ended normally, and then as a whole.
     *
     * @throws IOException what the writer threw: nothing was put
     */
    void put(ArtifactPath path, ArtifactWriter writer) throws IOException;

    /**
     * Opens a file.
     *
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE where it is a folder
     */
    OpenedArtifact open(ArtifactPath path, Optional<ByteRange> range);

    /** One level of a folder, sorted by name in the order of code points; empty for a file and for what does not exist. */
    List<ArtifactEntry> list(ArtifactPath folder);

    /** Deletes a file, or a folder and all that lies under it; what does not exist is no error. */
    void delete(ArtifactPath path);
}
