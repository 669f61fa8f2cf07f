package io.lambdaregistry.garbage;

import java.util.Iterator;
import java.util.List;

/** The files of the registry's bucket, as a collection goes through them. Fails with TEMPORARILY_UNAVAILABLE. */
public interface GarbageFiles {
    /**
     * A file.
     *
     * @param path from the root of the bucket
     * @param size in bytes
     * @param lastModified in milliseconds since 1970
     */
    record StoredFile(String path, long size, long lastModified) {}

    /** All files below a folder, page by page, each read when it is asked for. */
    Iterator<List<StoredFile>> below(String folder);

    /** @param files of one page */
    void delete(List<StoredFile> files);
}
