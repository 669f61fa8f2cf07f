package io.lambdaregistry.dynamodb.registry;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The order of events, from the clocks of many processes: a change takes the time, and is refused where the model has an
 * event of that time or later, which it then comes behind. So the order within a model is the one in which its changes were
 * made, whatever the clocks say, and no counter has to be read first.
 */
final class Stamps {
    private static final long MICROS_PER_MILLI = 1_000;

    private final AtomicLong last = new AtomicLong();

    /** In microseconds since 1970: above all that this process has given, and above {@code after}. */
    long next(long nowMillis, long after) {
        long own = last.accumulateAndGet(nowMillis * MICROS_PER_MILLI, (before, now) -> Math.max(before + 1, now));
        return Math.max(own, after + 1);
    }
}
