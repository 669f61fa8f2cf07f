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

    /** The character that a decoder puts in the place of bytes that are not of its character set. */
    char REPLACEMENT = '\uFFFD';

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

    /**
     * The body as API Gateway passes it on: in base64, or, if its content type is one of text, as text. Bytes of such a text that
     * are not UTF-8 have become U+FFFD by then, and cannot be had back.
     */
    static RequestBody of(String text, boolean base64) {
        if (!base64 && text.indexOf(REPLACEMENT) >= 0) {
            return out -> {
                throw RegistryException.invalid(
                        "The request body has bytes that are not UTF-8, or the character U+FFFD, which cannot be distinguished from them here."
                                + " Send a file as application/octet-stream, and the character in JSON as \\ufffd.");
            };
        }
        byte[] bytes = base64 ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
        return out -> out.write(bytes);
    }

    /** The base64 string at the parser's position, decoded while it is read. */
    static RequestBody streaming(JsonParser parser) {
        return parser::readBinaryValue;
    }
}
