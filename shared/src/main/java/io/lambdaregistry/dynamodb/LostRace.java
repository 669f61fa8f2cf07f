package io.lambdaregistry.dynamodb;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.util.function.Supplier;

/**
 * What a store has read is no longer so: it reads and decides again. It is thrown by a write with {@link Write#orLostRace}, or by
 * the store itself, and it never leaves this package.
 */
final class LostRace extends RuntimeException {
    private static final int ATTEMPTS = 100;

    LostRace() {
        super("lost a race", null, false, false);
    }

    static <T> T retrying(Supplier<T> attempt) {
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                return attempt.get();
            } catch (LostRace e) {
                Table.pauseBefore(Math.min(i, 5));
            }
        }
        throw new RegistryException(
                ErrorCode.TEMPORARILY_UNAVAILABLE, "Too many changes of this model at once. Try again.");
    }
}
