package io.lambdaregistry.seal;

import io.lambdaregistry.artifact.ArtifactPath;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The files of the registry's bucket, for digesting. Every method may fail with TEMPORARILY_UNAVAILABLE. */
public interface FolderFiles {
    /**
     * The files of a folder.
     *
     * @param prefix comes before their paths in the bucket
     */
    record Listing(String prefix, List<ListedFile> files) {}

    /**
     * Lists all files below a folder; for the path of a file, the file itself under its name.
     *
     * @param most after so many files, the listing ends
     */
    Listing list(ArtifactPath folder, int most);

    /**
     * Opens {@code length} bytes of a listed file, from {@code first} on. Empty if the file is no longer the one that was listed.
     *
     * @param prefix of the listing
     * @param length above 0
     */
    Optional<InputStream> read(String prefix, ListedFile file, long first, long length);
}
