package io.lambdaregistry.artifact;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-decoding as Python's {@code unquote} does it: {@code +} and a {@code %} that begins no escape stand for themselves. */
public final class PercentDecoding {
    private PercentDecoding() {}

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
