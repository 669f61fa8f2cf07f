package io.lambdaregistry.error;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Integers as Python's {@code int()} reads them, which MLflow's server uses for ids and versions: {@code " 1 "}, {@code "01"},
 * {@code "+1"} and {@code "1_0"}, in the digits of any script. The work is linear in the text.
 */
public final class PythonIntegers {
    /** A text of more digits is no integer for Python either, since a conversion takes quadratic time. */
    private static final int MAX_DIGITS = 4_300;

    private PythonIntegers() {}

    /**
     * The integer that a text is; empty where it is none.
     *
     * @param beyond what is answered for one of more than 64 bits, of which there can't be any
     */
    public static OptionalLong parse(String text, long beyond) {
        return read(text)
                .map(number -> OptionalLong.of(isLong(number) ? number.longValue() : beyond))
                .orElse(OptionalLong.empty());
    }

    /** As {@link #parse}; empty also for an integer of more than 64 bits. */
    public static OptionalLong parseExact(String text) {
        return read(text)
                .filter(PythonIntegers::isLong)
                .map(number -> OptionalLong.of(number.longValue()))
                .orElse(OptionalLong.empty());
    }

    /** Whether a text is an integer, of however many bits. */
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

    /** The digits in ASCII, without the underscores between them. */
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
