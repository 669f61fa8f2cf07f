package io.lambdaregistry.dynamodb.registry;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The order of events, from the clocks of many processes. A change takes the present time as its order. If the model has an
 * event of that time or later, the change is refused and takes the order after that event. So the events of a model have the
 * order of its changes, whatever the clocks say, and no counter is read first.
 */
final class Stamps {
    private static final long MICROS_PER_MILLI = 1_000;

    private final AtomicLong last = new AtomicLong();

    /** Returns an order in microseconds since 1970, greater than {@code after} and all that this process has returned. */
    long next(long nowMillis, long after) {
        long own = last.accumulateAndGet(nowMillis * MICROS_PER_MILLI, (before, now) -> Math.max(before + 1, now));
        return Math.max(own, after + 1);
    }
}
