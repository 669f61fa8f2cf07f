package io.lambdaregistry.garbage;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How fast a collection goes, so that whoever uses the registry does not feel it; and when it ends, to go on another time.
 *
 * <p>Work is counted in items and files, which cost a few units each.
 */
public final class Pace {
    /** Work for which no pause is worth its while. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

    private static final Duration FIRST_BACKING_OFF = Duration.ofMillis(500);

    /** Waits, and may be interrupted to end the collection. */
    @FunctionalInterface
    public interface Sleep {
        void sleep(Duration time) throws InterruptedException;
    }

    /** The time is over. It never leaves this package but through the store. */
    static final class Over extends RuntimeException {
        Over() {
            super("no time left", null, false, false);
        }
    }

    private final long perSecond;
    private final BooleanSupplier goesOn;
    private final Sleep sleep;
    private Duration owed = Duration.ZERO;

    /** @param perSecond items and files */
    public Pace(long perSecond, BooleanSupplier goesOn, Sleep sleep) {
        this.perSecond = perSecond;
        this.goesOn = goesOn;
        this.sleep = sleep;
    }

    /** To be called behind each step, and ends the collection between two of them. */
    public void did(int work) {
        owed = owed.plus(Duration.ofSeconds(work).dividedBy(perSecond));
        if (owed.compareTo(SHORTEST_PAUSE) >= 0) {
            pause(owed);
            owed = Duration.ZERO;
        }
        check();
    }

    /** After a step that was throttled, the longer the more often. */
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
