package io.lambdaregistry.error;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads integers as Python's {@code int()} does, which MLflow's server uses for ids and versions. It accepts {@code " 1 "},
 * {@code "01"}, {@code "+1"} and {@code "1_0"}, and the digits of any script. The work is linear in the text's length.
 */
public final class PythonIntegers {
    /** Python rejects longer texts too, because its conversion takes quadratic time. */
    private static final int MAX_DIGITS = 4_300;

    private PythonIntegers() {}

    /**
     * Returns the text's integer; empty if the text is not an integer.
     *
     * @param beyond the result for an integer of more than 64 bits, which no stored id or version can be
     */
    public static OptionalLong parse(String text, long beyond) {
        return read(text)
                .map(number -> OptionalLong.of(isLong(number) ? number.longValue() : beyond))
                .orElse(OptionalLong.empty());
    }

    /** Like {@link #parse}, but empty for an integer of more than 64 bits. */
    public static OptionalLong parseExact(String text) {
        return read(text)
                .filter(PythonIntegers::isLong)
                .map(number -> OptionalLong.of(number.longValue()))
                .orElse(OptionalLong.empty());
    }

    /** Returns whether a text is an integer of any size. */
    public static boolean isInteger(String text) {
        return read(text).isPresent();
    }

    private static boolean isLong(BigInteger number) {
        return number.bitLength() < Long.SIZE;
    }

    private static Optional<BigInteger> read(String text) {
        String stripped = text.strip();
        boolean signed = stripped.startsWith("-") || stripped.startsWith("+");
        return digits(stripped.substring(signed ? 1 : 0))
                .map(BigInteger::new)
                .map(number -> stripped.startsWith("-") ? number.negate() : number);
    }

    /** Returns the digits in ASCII, without underscores. */
    private static Optional<String> digits(String text) {
        StringBuilder digits = new StringBuilder();
        boolean afterDigit = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            boolean isDigit = Character.isDigit(c);
            if (!isDigit && !(c == '_' && afterDigit)) {
                return Optional.empty();
            }
            if (isDigit) {
                digits.append(Character.digit(c, 10));
            }
            afterDigit = isDigit;
        }
        return afterDigit && digits.length() <= MAX_DIGITS ? Optional.of(digits.toString()) : Optional.empty();
    }
}
