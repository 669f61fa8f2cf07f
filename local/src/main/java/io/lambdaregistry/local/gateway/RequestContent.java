package io.lambdaregistry.local.gateway;

import io.lambdaregistry.artifact.PercentDecoding;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The body of a request. A short text is held in memory; any other body is streamed. */
final class RequestContent {
    private static final long HELD = 1 << 20;
    private static final long DRAINED = 64 << 20;

    private final HttpFields headers;
    private final Watched stream;
    private final byte @Nullable [] held;
    private final Optional<String> text;

    private RequestContent(HttpFields headers, InputStream body) throws IOException {
        this.headers = headers;
        this.stream = new Watched(body);
        this.held = isShort() && isTextual() ? stream.readAllBytes() : null;
        this.text = held == null ? Optional.empty() : PercentDecoding.utf8(held);
    }

    static RequestContent of(Request request, ArrivedBody body) throws IOException {
        return new RequestContent(request.getHeaders(), body.stream());
    }

    /** The text of a held body; empty where the body is streamed, or there is none. */
    Optional<String> text() {
        return text.filter(body -> !body.isEmpty());
    }

    boolean isStreamed() {
        return text.isEmpty() && !isNone(headers);
    }

    InputStream stream() {
        return held == null ? stream : new ByteArrayInputStream(held);
    }

    /** Whether the client broke off before its body was complete. */
    boolean isBroken() {
        return stream.broken;
    }

    /** Reads the body of a request that no function gets, as {@link #drain()} does. */
    static void skip(Request request) {
        drain(request.getHeaders(), Request.asInputStream(request));
    }

    /** Reads the rest that the function did not read, so that the client is still connected to get the response. */
    void drain() {
        if (!stream.broken) {
            drain(headers, stream);
        }
    }

    private static void drain(HttpFields headers, InputStream stream) {
        if (isNone(headers) || headers.contains(HttpHeader.EXPECT)) {
            return;
        }
        byte[] buffer = new byte[1 << 16];
        try {
            long left = DRAINED;
            int count = 0;
            while (left > 0 && count >= 0) {
                left -= count;
                count = stream.read(buffer);
            }
        } catch (IOException e) {
            // the response is decided, and Jetty closes a connection with unread bytes
        }
    }

    private static boolean isNone(HttpFields headers) {
        return headers.getLongField(HttpHeader.CONTENT_LENGTH) <= 0 && !headers.contains(HttpHeader.TRANSFER_ENCODING);
    }

    private boolean isShort() {
        return !headers.contains(HttpHeader.TRANSFER_ENCODING)
                && headers.getLongField(HttpHeader.CONTENT_LENGTH) <= HELD;
    }

    private boolean isTextual() {
        String declared = headers.get(HttpHeader.CONTENT_TYPE);
        String type = declared == null ? "" : declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return !headers.contains(HttpHeader.CONTENT_ENCODING)
                && (type.startsWith("text/") || type.endsWith("/json") || type.endsWith("+json"));
    }

    private static final class Watched extends FilterInputStream {
        private volatile boolean broken; // the function may read on another thread

        Watched(InputStream source) {
            super(source);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }

        @Override
        public void close() {
            // the function may close its event; the unread rest must still be drained
        }
    }
}
