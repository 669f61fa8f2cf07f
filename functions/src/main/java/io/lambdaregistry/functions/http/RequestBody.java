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

    /** What API Gateway takes too. */
    int MOST_BYTES_HELD = 10 << 20;

    /**
     * Writes the whole body, piece by piece.
     *
     * @throws IOException also when the sender broke off: what was written until then is not the whole
     */
    void transferTo(OutputStream out) throws IOException;

    /**
     * The whole body, which must fit in memory: however it comes, it ends at {@link #MOST_BYTES_HELD}.
     *
     * @throws RegistryException REQUEST_LIMIT_EXCEEDED for a larger one
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

    /** Refuses what comes after the limit, before it is held. */
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

    /** The base64 string that the parser stands on, decoded as it is read. */
    static RequestBody streaming(JsonParser parser) {
        return parser::readBinaryValue;
    }
}
