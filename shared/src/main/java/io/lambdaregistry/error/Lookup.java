package io.lambdaregistry.error;

import java.util.Optional;
import java.util.function.Supplier;

/** A lookup of something that may not exist. */
public final class Lookup {
    private Lookup() {}

    /** Returns the result of a lookup; empty if it fails with RESOURCE_DOES_NOT_EXIST. Other failures are thrown. */
    public static <T> Optional<T> found(Supplier<T> lookup) {
        try {
            return Optional.of(lookup.get());
        } catch (RegistryException e) {
            if (e.code() == ErrorCode.RESOURCE_DOES_NOT_EXIST) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
