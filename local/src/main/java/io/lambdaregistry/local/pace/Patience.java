package io.lambdaregistry.local.pace;

import java.time.Duration;

/**
 * Measures how long the other side of a connection may still be slow. It starts with a reserve of some seconds; waiting uses
 * the reserve up, and each transferred byte gives a part back, up to the first amount. So a transfer over a slow link may take
 * as long as it needs, and one without real progress ends. Thread-safe.
 */
public final class Patience {
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private final long most;
    private final long nanosAByte;
    private long left;
    private boolean waiting;
    private long since;

    /**
     * @param longest the longest silence of the other side
     * @param leastRate in bytes a second
     */
    public Patience(Duration longest, int leastRate) {
        this.most = longest.toNanos();
        this.nanosAByte = NANOS_A_SECOND / leastRate;
        this.left = most;
    }

    /**
     * Starts waiting for the other side.
     *
     * @param bytes the bytes that the other side is to receive; the time that the least rate allows for them is added
     */
    public synchronized void await(long bytes, long now) {
        gain(bytes, Long.MAX_VALUE);
        waiting = true;
        since = now;
    }

    /**
     * Stops waiting for the other side.
     *
     * @param bytes the bytes that arrived
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
