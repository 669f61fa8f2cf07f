package io.lambdaregistry.local.gateway;

import io.lambdaregistry.artifact.PercentDecoding;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Decodes the percent-encoding of paths and queries, once and strictly: two different paths never become equal through a
 * replacement character.
 */
final class PercentEncoding {
    private PercentEncoding() {}

    /** Decodes a path; empty where an escape is malformed, or the bytes are not UTF-8. A + stays a +. */
    static Optional<String> decodePath(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return Optional.of(encoded);
        }
        byte[] source = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(source.length);
        for (int i = 0; i < source.length; i++) {
            if (source[i] != '%') {
                decoded.write(source[i]);
                continue;
            }
            int high = i + 2 < source.length ? Character.digit(source[i + 1], 16) : -1;
            int low = i + 2 < source.length ? Character.digit(source[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            decoded.write(high << 4 | low);
            i += 2;
        }
        return utf8(decoded.toByteArray());
    }

    /** Decodes a query: a + becomes a space, and characters that are no escape stay as they are. */
    static String decodeQuery(String encoded) {
        return PercentDecoding.once(encoded.replace('+', ' '));
    }

    static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
