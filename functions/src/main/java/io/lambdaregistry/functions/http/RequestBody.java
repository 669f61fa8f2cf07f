package io.lambdaregistry.functions.http;

import com.fasterxml.jackson.core.JsonParser;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The body of a request. It can be read once. */
@FunctionalInterface
public interface RequestBody {
    RequestBody EMPTY = out -> {};

    /** API Gateway has the same limit. */
    int MOST_BYTES_HELD = 10 << 20;

    /**
     * Writes the whole body, piece by piece.
     *
     * @throws IOException also when the sender stopped before the end; the bytes written so far are then not the whole body
     */
    void transferTo(OutputStream out) throws IOException;

    /**
     * The whole body, held in memory, of {@link #MOST_BYTES_HELD} bytes at most.
     *
     * @throws RegistryException REQUEST_LIMIT_EXCEEDED for a larger body
     */
    default byte[] readAll() {
        Held held = new Held();
        try {
            transferTo(held);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return held.toByteArray();
    }

    /** Rejects bytes beyond the limit before they are stored. */
    final class Held extends ByteArrayOutputStream {
        private Held() {}

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            if (size() + length > MOST_BYTES_HELD) {
                throw new RegistryException(
                        ErrorCode.REQUEST_LIMIT_EXCEEDED,
                        "The request body is larger than %d MB. Send it in smaller requests, and files as artifacts."
                                .formatted(MOST_BYTES_HELD >> 20));
            }
            super.write(bytes, offset, length);
        }
    }

    static RequestBody of(String text, boolean base64) {
        byte[] bytes = base64 ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
        return out -> out.write(bytes);
    }

    /** The base64 string at the parser's position, decoded while it is read. */
    static RequestBody streaming(JsonParser parser) {
        return parser::readBinaryValue;
    }
}
