package io.lambdaregistry.functions.http;

import com.fasterxml.jackson.core.JsonParser;
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

    /**
     * Writes the whole body, piece by piece.
     *
     * @throws IOException also when the sender broke off: what was written until then is not the whole
     */
    void transferTo(OutputStream out) throws IOException;

    default byte[] readAll() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            transferTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
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
