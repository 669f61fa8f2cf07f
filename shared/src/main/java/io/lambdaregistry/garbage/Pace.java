package io.lambdaregistry.garbage;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Limits how fast a collection works, so that users of the registry do not notice it, and ends it when its time is over.
 *
 * <p>Work is counted in items and files; each costs a few capacity units.
 */
public final class Pace {
    /** Shorter pauses are saved up until their sum is as long as this. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

    private static final Duration FIRST_BACKING_OFF = Duration.ofMillis(500);

    /** Waits. An interruption ends the collection. */
    @FunctionalInterface
    public interface Sleep {
        void sleep(Duration time) throws InterruptedException;
    }

    /** Thrown when the time is over. Only the stores, which call {@link #did}, see it outside this package. */
    static final class Over extends RuntimeException {
        Over() {
            super("no time left", null, false, false);
        }
    }

    private final long perSecond;
    private final BooleanSupplier goesOn;
    private final Sleep sleep;
    private Duration owed = Duration.ZERO;

    /** @param perSecond how many items and files may be worked on in a second */
    public Pace(long perSecond, BooleanSupplier goesOn, Sleep sleep) {
        this.perSecond = perSecond;
        this.goesOn = goesOn;
        this.sleep = sleep;
    }

    /** Must be called after each step; it waits, or ends the collection between two steps. */
    public void did(int work) {
        owed = owed.plus(Duration.ofSeconds(work).dividedBy(perSecond));
        if (owed.compareTo(SHORTEST_PAUSE) >= 0) {
            pause(owed);
            owed = Duration.ZERO;
        }
        check();
    }

    /** Waits after a throttled step, longer with each attempt. */
    void backOff(int attempt) {
        pause(FIRST_BACKING_OFF.multipliedBy(1L << attempt));
        check();
    }

    private void check() {
        if (!goesOn.getAsBoolean()) {
            throw new Over();
        }
    }

    private void pause(Duration time) {
        try {
            sleep.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Over();
        }
    }
}
