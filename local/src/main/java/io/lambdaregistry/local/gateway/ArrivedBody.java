package io.lambdaregistry.local.gateway;

import io.lambdaregistry.functions.http.RequestBody;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, which a function may hold in memory. A large one arrives in a file first, however slowly, and then takes one
 * of few places in memory, so that many clients at once cannot fill it. Files are uploaded by PUT and stream past.
 */
final class ArrivedBody implements Closeable {
    private static final int SMALL = 64 << 10;

    /** One byte more than a function holds: it rejects a larger body when it has read so much. */
    private static final long KEPT = RequestBody.MOST_BYTES_HELD + 1L;

    private final InputStream stream;
    private final @Nullable Large large;

    /** A body in a file, with its share of disk and memory. */
    private record Large(InputStream file, LargeBodies.Share share) {}

    private ArrivedBody(InputStream stream, @Nullable Large large) {
        this.stream = stream;
        this.large = large;
    }

    /**
     * Waits until a large body has arrived and has a place.
     *
     * @throws IOException if the client stopped before the end
     */
    static ArrivedBody of(Request request, LargeBodies bodies) throws IOException {
        InputStream arriving = Request.asInputStream(request);
        if (!isLarge(request)) {
            return new ArrivedBody(arriving, null);
        }
        LargeBodies.Share share = bodies.begin(() ->
                request.getConnectionMetaData().getConnection().getEndPoint().close());
        try {
            InputStream file = inFile(arriving);
            try {
                share.takePlace();
            } catch (IOException e) {
                file.close();
                throw e;
            }
            return new ArrivedBody(new SequenceInputStream(file, arriving), new Large(file, share));
        } catch (IOException | RuntimeException e) {
            share.end();
            throw e;
        }
    }

    private static boolean isLarge(Request request) {
        return !request.getMethod().equals("PUT")
                && (request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING) || request.getLength() > SMALL);
    }

    /** The first bytes of a stream, in a file that is deleted when it is closed. */
    private static InputStream inFile(InputStream arriving) throws IOException {
        Path path = Files.createTempFile("registry-body", "");
        try {
            try (OutputStream out = Files.newOutputStream(path)) {
                copy(arriving, out);
            }
            return Files.newInputStream(path, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 14];
        long left = KEPT;
        while (left > 0) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                return;
            }
            out.write(buffer, 0, count);
            left -= count;
        }
    }

    boolean isLarge() {
        return large != null;
    }

    InputStream stream() {
        return stream;
    }

    /** Leaves the place to another body, when the function begins to answer. */
    void giveUpPlace() {
        if (large != null) {
            large.share().giveUpPlace();
        }
    }

    @Override
    public void close() throws IOException {
        if (large != null) {
            try {
                large.file().close();
            } finally {
                large.share().end();
            }
        }
    }
}
