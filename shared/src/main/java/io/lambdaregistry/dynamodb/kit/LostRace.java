package io.lambdaregistry.dynamodb.kit;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.util.function.Supplier;

/**
 * Reports that something a store has read is no longer so; the store then reads and decides again. A write with {@link
 * Write#orLostRace} throws it, or the store itself, and it never leaves the stores.
 */
public final class LostRace extends RuntimeException {
    private static final int ATTEMPTS = 100;

    /** A store throws this if it finds itself that something it read is no longer so. */
    public LostRace() {
        super("lost a race", null, false, false);
    }

    /**
     * Repeats an attempt while it loses races, with growing pauses.
     * @throws RegistryException TEMPORARILY_UNAVAILABLE after 100 attempts
     */
    public static <T> T retrying(Supplier<T> attempt) {
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                return attempt.get();
            } catch (LostRace e) {
                Pause.before(Math.min(i, 5));
            }
        }
        throw new RegistryException(
                ErrorCode.TEMPORARILY_UNAVAILABLE, "Too many changes of this model at once. Try again.");
    }
}
