package io.lambdaregistry.registry;

import io.lambdaregistry.error.PythonIntegers;
import io.lambdaregistry.error.RegistryException;

/** Parses version numbers of requests; {@link PythonIntegers} defines the accepted texts. */
public final class RegistryNumbers {
    private RegistryNumbers() {}

    /** Returns whether {@link #parseVersion} accepts a text. */
    static boolean isInteger(String text) {
        return PythonIntegers.isInteger(text);
    }

    /** @throws RegistryException INVALID_PARAMETER_VALUE if the text is not an integer */
    public static long parseVersion(String text) {
        return PythonIntegers.parse(text, Long.MAX_VALUE)
                .orElseThrow(
                        () -> RegistryException.invalid("Parameter 'version' must be an integer, got '" + text + "'."));
    }
}
