package io.lambdaregistry.artifact;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/**
 * An artifact opened for reading: the whole of it, or its bytes {@code first} to {@code first + length - 1}.
 *
 * @param bytes the content; the reader must close it
 * @param length the length of {@code bytes}
 * @param size the size of the whole artifact, in bytes
 * @param etag the ETag with its quotes; it changes with the content
 */
public record ArtifactContent(InputStream bytes, long first, long length, long size, String etag, Instant lastModified)
        implements OpenedArtifact, Closeable {
    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
