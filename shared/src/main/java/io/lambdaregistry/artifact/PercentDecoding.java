package io.lambdaregistry.artifact;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Percent-decodes texts. All methods but {@link #strictly} decode as Python's {@code unquote} does: {@code %} without two digits
 * stays as it is, and bytes that are not UTF-8 become replacement characters.
 */
public final class PercentDecoding {
    /** The number of rounds that MLflow's server makes; a text that still changes then is not sent in good faith. */
    static final int MAX_ROUNDS = 10;

    private PercentDecoding() {}

    /**
     * Decodes a text until it no longer changes; empty if that takes more than {@value #MAX_ROUNDS} rounds. Characters outside
     * escapes stay in every round, so it is enough to check the result for forbidden characters.
     */
    public static Optional<String> fully(String text) {
        String decoded = text;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            String next = once(decoded);
            if (next.equals(decoded)) {
                return Optional.of(decoded);
            }
            decoded = next;
        }
        return Optional.empty();
    }

    /** Decodes a text once. A {@code +} stays a {@code +}. */
    public static String once(String text) {
        return text.indexOf('%') < 0 ? text : decode(text).bytes().toString(StandardCharsets.UTF_8);
    }

    /** Decodes a name or a value of a query or a form once: a {@code +} is a space. */
    public static String ofForm(String text) {
        return once(text.replace('+', ' '));
    }

    /**
     * Decodes a path once; empty if an escape is malformed or the bytes are not UTF-8. So two different paths never become equal
     * through a replacement character. A {@code +} stays a {@code +}.
     */
    public static Optional<String> strictly(String path) {
        if (path.indexOf('%') < 0) {
            return Optional.of(path);
        }
        Decoded decoded = decode(path);
        return decoded.isWellFormed() ? utf8(decoded.bytes().toByteArray()) : Optional.empty();
    }

    /** The text of these bytes; empty if they are not UTF-8. */
    public static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** @param isWellFormed whether two digits follow every {@code %} */
    private record Decoded(ByteArrayOutputStream bytes, boolean isWellFormed) {}

    private static Decoded decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        boolean wellFormed = true;
        for (int i = 0; i < bytes.length; i++) {
            boolean escape = bytes[i] == '%';
            int octet = escape && i + 2 < bytes.length ? octet(bytes[i + 1], bytes[i + 2]) : -1;
            decoded.write(octet < 0 ? bytes[i] : octet);
            i += octet < 0 ? 0 : 2;
            wellFormed &= !escape || octet >= 0;
        }
        return new Decoded(decoded, wellFormed);
    }

    /** Returns the octet of two hexadecimal digits; negative if they are not digits. */
    private static int octet(byte high, byte low) {
        int first = hexDigit(high);
        int second = hexDigit(low);
        return first < 0 || second < 0 ? -1 : first << 4 | second;
    }

    /** Accepts ASCII digits only; {@link Character#digit} accepts digits of every script. */
    private static int hexDigit(byte digit) {
        return digit < 0 ? -1 : Character.digit(digit, 16);
    }
}
