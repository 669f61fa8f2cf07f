package io.lambdaregistry.artifact;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-decodes as Python's {@code unquote} does: {@code +}, and {@code %} without two digits, stay as they are. */
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

    public static String once(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int escaped = bytes[i] == '%' && i + 2 < bytes.length ? octet(bytes[i + 1], bytes[i + 2]) : -1;
            decoded.write(escaped < 0 ? bytes[i] : escaped);
            i += escaped < 0 ? 0 : 2;
        }
        return decoded.toString(StandardCharsets.UTF_8);
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
