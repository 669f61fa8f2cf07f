package io.lambdaregistry.dynamodb.kit;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.security.SecureRandom;

/** The pauses between attempts. */
public final class Pause {
    private static final int LONGEST_MILLIS = 250;

    private Pause() {}

    /**
     * Waits before another attempt, for a random time of up to 250 ms that grows with the attempts; not at all before attempt
     * 0.
     */
    public static void before(int attempt) {
        if (attempt == 0) {
            return;
        }
        try {
            long longest = Math.min(LONGEST_MILLIS, 4L << Math.min(attempt, 10));
            Thread.sleep(new SecureRandom().nextLong(longest + 1)); // copies of a snapshot share any other random state
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException(ErrorCode.TEMPORARILY_UNAVAILABLE, "The registry is stopping. Try again.", e);
        }
    }
}
