package io.lambdaregistry.local.gateway;

import io.lambdaregistry.functions.http.RequestBody;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, which a function may hold in memory. A large one arrives in a file first, however slowly, and then takes one
 * of few places in memory, so that many clients at once cannot fill it. Files are uploaded by PUT and stream past.
 */
final class ArrivedBody implements Closeable {
    private static final int SMALL = 64 << 10;
    private static final int PLACES = 6;

    /** One byte more than a function holds: it rejects a larger body when it has read so much. */
    private static final long KEPT = RequestBody.MOST_BYTES_HELD + 1L;

    private static final Semaphore FREE_PLACES = new Semaphore(PLACES, true);

    private final InputStream stream;
    private final @Nullable InputStream file;
    private final AtomicBoolean hasPlace;

    private ArrivedBody(InputStream stream, @Nullable InputStream file) {
        this.stream = stream;
        this.file = file;
        this.hasPlace = new AtomicBoolean(file != null);
    }

    /**
     * Waits until a large body has arrived and has a place.
     *
     * @throws IOException if the client stopped before the end
     */
    static ArrivedBody of(Request request) throws IOException {
        InputStream arriving = Request.asInputStream(request);
        if (!isLarge(request)) {
            return new ArrivedBody(arriving, null);
        }
        Path path = Files.createTempFile("registry-body", "");
        try {
            try (OutputStream out = Files.newOutputStream(path)) {
                copy(arriving, out);
            }
            InputStream file = Files.newInputStream(path, StandardOpenOption.DELETE_ON_CLOSE);
            try {
                FREE_PLACES.acquire();
            } catch (InterruptedException e) {
                file.close();
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the server stops");
            }
            return new ArrivedBody(new SequenceInputStream(file, arriving), file);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private static boolean isLarge(Request request) {
        return !request.getMethod().equals("PUT")
                && (request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING) || request.getLength() > SMALL);
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

    InputStream stream() {
        return stream;
    }

    /** Leaves the place to another body, when the function begins to answer. */
    void giveUpPlace() {
        if (hasPlace.compareAndSet(true, false)) {
            FREE_PLACES.release();
        }
    }

    @Override
    public void close() throws IOException {
        giveUpPlace();
        if (file != null) {
            file.close();
        }
    }
}
