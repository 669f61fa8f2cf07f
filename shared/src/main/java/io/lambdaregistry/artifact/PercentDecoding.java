package io.lambdaregistry.artifact;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-decoding as Python's {@code unquote} does it: {@code +} and a {@code %} that begins no escape stand for themselves. */
public final class PercentDecoding {
    /** As many rounds as MLflow's server takes; a text that is not stable by then has no honest meaning. */
    static final int MAX_ROUNDS = 10;

    private PercentDecoding() {}

    /**
     * A text decoded until nothing changes; empty where that takes more than {@value #MAX_ROUNDS} rounds. A character that is
     * no part of an escape is in the result of every round, so what a check finds in an earlier round it finds in the result.
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

    /** The octet that two hexadecimal digits name; negative where they are none. */
    private static int octet(byte high, byte low) {
        int first = hexDigit(high);
        int second = hexDigit(low);
        return first < 0 || second < 0 ? -1 : first << 4 | second;
    }

    /** Of ASCII only: {@link Character#digit} takes digits of every script. */
    private static int hexDigit(byte digit) {
        return digit < 0 ? -1 : Character.digit(digit, 16);
    }
}
