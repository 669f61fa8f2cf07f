package io.lambdaregistry.registry;

import io.lambdaregistry.error.PythonIntegers;
import io.lambdaregistry.error.RegistryException;

/** Version numbers as callers write them: what {@link PythonIntegers} reads. */
final class RegistryNumbers {
    private RegistryNumbers() {}

    /** Whether {@link #parseVersion} reads it. */
    static boolean isInteger(String text) {
        return PythonIntegers.isInteger(text);
    }

    /** @throws RegistryException INVALID_PARAMETER_VALUE for what is not an integer */
    static long parseVersion(String text) {
        return PythonIntegers.parse(text, Long.MAX_VALUE)
                .orElseThrow(
                        () -> RegistryException.invalid("Parameter 'version' must be an integer, got '" + text + "'."));
    }
}
