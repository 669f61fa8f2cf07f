package io.lambdaregistry.upload;

import io.lambdaregistry.error.Quoted;
import java.util.Iterator;
import java.util.Map;

/** What lies in a folder: how many files, of how many bytes, and the names, sizes and ETags of as many as a tag holds. */
public final class FolderContents {
    /**
     * One file.
     *
     * @param path in the folder
     * @param size in bytes
     * @param etag without its quotes: S3's digest of the content, the MD5 of a file that came in one part
     */
    public record File(String path, long size, String etag) {}

    private final StringBuilder files = new StringBuilder();
    private long count;
    private long size;

    private FolderContents() {}

    /** @param listed all files, in the order of their keys; each is asked for once, and not kept */
    public static FolderContents of(Iterator<File> listed) {
        FolderContents contents = new FolderContents();
        listed.forEachRemaining(contents::add);
        return contents;
    }

    private void add(File file) {
        count++;
        size += file.size();
        // of ASCII only, so that its length is that of its UTF-8
        String entry = "%s:{\"size\":%d,\"etag\":%s}"
                .formatted(Quoted.text(file.path()), file.size(), Quoted.text(file.etag()));
        if (files.length() + entry.length() + 3 <= UploadTags.MAX_VALUE_BYTES) {
            files.append(files.isEmpty() ? "" : ",").append(entry);
        }
    }

    /** What a version tells of it as tags. */
    Map<String, String> tags() {
        return Map.of(
                "upload.file_count", Long.toString(count),
                "upload.size", Long.toString(size),
                "upload.files", "{" + files + "}");
    }
}
