package io.lambdaregistry.garbage;

import java.util.Iterator;
import java.util.List;

/** The files of the registry's bucket, for a collection. Every method may fail with TEMPORARILY_UNAVAILABLE. */
public interface GarbageFiles {
    /**
     * A file.
     *
     * @param path its path from the root of the bucket
     * @param size in bytes
     * @param lastModified in milliseconds since 1970
     */
    record StoredFile(String path, long size, long lastModified) {}

    /** Returns all files below a folder in pages; each page is read when the iterator reaches it. */
    Iterator<List<StoredFile>> below(String folder);

    /** @param files the files of one page */
    void delete(List<StoredFile> files);
}
