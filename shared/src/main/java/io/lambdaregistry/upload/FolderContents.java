package io.lambdaregistry.upload;

import io.lambdaregistry.error.Quoted;
import java.util.Iterator;
import java.util.Map;

/** The contents of a folder: the number of files, their bytes, and the name, size and ETag of as many as fit into a tag. */
public final class FolderContents {
    /**
     * One file.
     *
     * @param path its path in the folder
     * @param size its size in bytes
     * @param etag its ETag without quotes: S3's digest of the content, which is the MD5 if the file was uploaded in one part
     */
    public record File(String path, long size, String etag) {}

    private final StringBuilder files = new StringBuilder();
    private long count;
    private long size;

    private FolderContents() {}

    /** @param listed all files, in the order of their keys; it is iterated once, and the files are not kept in memory */
    public static FolderContents of(Iterator<File> listed) {
        FolderContents contents = new FolderContents();
        listed.forEachRemaining(contents::add);
        return contents;
    }

    private void add(File file) {
        count++;
        size += file.size();
        // ASCII only, so its length is its length in UTF-8
        String entry = "%s:{\"size\":%d,\"etag\":%s}"
                .formatted(Quoted.text(file.path()), file.size(), Quoted.text(file.etag()));
        if (files.length() + entry.length() + 3 <= UploadTags.MAX_VALUE_BYTES) {
            files.append(files.isEmpty() ? "" : ",").append(entry);
        }
    }

    /** Returns the contents as tags of a version. */
    Map<String, String> tags() {
        return Map.of(
                "upload.file_count", Long.toString(count),
                "upload.size", Long.toString(size),
                "upload.files", "{" + files + "}");
    }
}
