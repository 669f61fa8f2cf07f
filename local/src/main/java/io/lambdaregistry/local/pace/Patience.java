package io.lambdaregistry.local.pace;

import java.time.Duration;

/**
 * How long the other side of a connection may still keep this one waiting. It starts with some seconds; waiting uses them up, and
 * each byte that comes through gives a part back, never more than there was at first. So a transfer over a slow link may take as
 * long as it needs, and one that only pretends to be under way ends. Thread-safe.
 */
public final class Patience {
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private final long most;
    private final long nanosAByte;
    private long left;
    private boolean waiting;
    private long since;

    /**
     * @param longest that the other side may be silent
     * @param leastRate in bytes a second
     */
    public Patience(Duration longest, int leastRate) {
        this.most = longest.toNanos();
        this.nanosAByte = NANOS_A_SECOND / leastRate;
        this.left = most;
    }

    /**
     * From now on the other side is waited for.
     *
     * @param bytes that it is given to take; it has the time that the least rate allows for them
     */
    public synchronized void await(long bytes, long now) {
        gain(bytes, Long.MAX_VALUE);
        waiting = true;
        since = now;
    }

    /**
     * The other side is no longer waited for.
     *
     * @param bytes that came of it
     */
    public synchronized void served(long bytes, long now) {
        if (waiting) {
            left -= now - since;
            waiting = false;
        }
        gain(bytes, most);
        left = Math.min(left, most);
    }

    private void gain(long bytes, long limit) {
        left = Math.min(limit, left + Math.min(bytes, Integer.MAX_VALUE) * nanosAByte);
    }

    public synchronized boolean isOver(long now) {
        return left < (waiting ? now - since : 0);
    }
}
