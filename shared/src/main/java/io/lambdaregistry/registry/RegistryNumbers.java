package io.lambdaregistry.registry;

import io.lambdaregistry.error.RegistryException;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Version numbers as callers write them. */
final class RegistryNumbers {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\p{Nd}(_?\\p{Nd})*");

    private RegistryNumbers() {}

    /** Whether {@link #parseVersion} reads it. */
    static boolean isInteger(String text) {
        return INTEGER.matcher(text.strip()).matches();
    }

    /**
     * Reads a version as Python's {@code int()} does, which MLflow's server uses: {@code " 1 "}, {@code "01"} and
     * {@code "+1"} are 1, in the digits of any script.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE for what is not an integer
     */
    static long parseVersion(String text) {
        String digits = text.strip();
        if (!INTEGER.matcher(digits).matches()) {
            throw RegistryException.invalid("Parameter 'version' must be an integer, got '" + text + "'.");
        }
        BigInteger number = new BigInteger(digits.replace("_", ""));
        return number.bitLength() < Long.SIZE ? number.longValue() : Long.MAX_VALUE;
    }
}
