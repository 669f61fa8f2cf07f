package io.lambdaregistry.artifact;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/**
 * An artifact that is being read: the whole, or the bytes {@code first} to {@code first + length - 1} of it.
 *
 * @param bytes to be closed, whether it was read to its end or not
 * @param length of {@code bytes}
 * @param size of the whole artifact
 * @param etag with its quotes; changes with the content
 */
public record ArtifactContent(InputStream bytes, long first, long length, long size, String etag, Instant lastModified)
        implements OpenedArtifact, Closeable {
    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
