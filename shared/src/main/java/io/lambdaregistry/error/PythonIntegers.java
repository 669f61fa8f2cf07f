package io.lambdaregistry.error;

import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Integers as Python's {@code int()} reads them, which MLflow's server uses for ids and versions: {@code " 1 "}, {@code "01"},
 * {@code "+1"} and {@code "1_0"}, in the digits of any script.
 */
public final class PythonIntegers {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\p{Nd}(_?\\p{Nd})*");

    private PythonIntegers() {}

    /**
     * The integer that a text is; empty where it is none.
     *
     * @param beyond what is answered for one of more than 64 bits, of which there can't be any
     */
    public static OptionalLong parse(String text, long beyond) {
        String digits = text.strip();
        if (!INTEGER.matcher(digits).matches()) {
            return OptionalLong.empty();
        }
        BigInteger number = new BigInteger(digits.replace("_", ""));
        return OptionalLong.of(number.bitLength() < Long.SIZE ? number.longValue() : beyond);
    }
}
