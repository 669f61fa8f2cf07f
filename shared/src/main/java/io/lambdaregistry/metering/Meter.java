package io.lambdaregistry.metering;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one request makes of the stores: bound round it, told by whatever calls them. Where none is bound, nothing is
 * counted. Thread-safe.
 *
 * <p>Steps are counted, not timed: each call is a step behind the last one of its own thread, and a {@link Fork} begins where
 * its maker stands. So the same request gives the same figures on any machine.
 */
public final class Meter {
    private static final ScopedValue<Strand> CURRENT = ScopedValue.newInstance();

    private int dynamoDbCalls;
    private int s3Calls;
    private int throttles;
    private int steps;
    private double readUnits;
    private double writeUnits;

    /**
     * What a request has cost.
     *
     * @param steps calls in sequence: how long the longest chain of calls is of which each waited for the one before
     * @param throttles calls that DynamoDB refused, or did a part of, since too much was asked of it
     * @param readUnits of DynamoDB, as it tells them: of calls that it refused it tells none
     */
    public record Reading(
            int dynamoDbCalls, int s3Calls, int steps, int throttles, double readUnits, double writeUnits) {
        public int calls() {
            return dynamoDbCalls + s3Calls;
        }
    }

    /** Runs a request, and counts what it calls. */
    public <T, X extends Throwable> T measure(ScopedValue.CallableOp<T, X> request) throws X {
        return ScopedValue.where(CURRENT, new Strand(this, 0)).call(request);
    }

    public synchronized Reading reading() {
        return new Reading(dynamoDbCalls, s3Calls, steps, throttles, readUnits, writeUnits);
    }

    /** DynamoDB is being called. */
    public static void callsDynamoDb() {
        if (CURRENT.isBound()) {
            CURRENT.get().step(1, 0);
        }
    }

    /** S3 is being called. */
    public static void callsS3() {
        if (CURRENT.isBound()) {
            CURRENT.get().step(0, 1);
        }
    }

    public static void read(double units) {
        if (CURRENT.isBound()) {
            CURRENT.get().meter.consume(units, 0);
        }
    }

    public static void wrote(double units) {
        if (CURRENT.isBound()) {
            CURRENT.get().meter.consume(0, units);
        }
    }

    public static void throttled() {
        if (CURRENT.isBound()) {
            CURRENT.get().meter.throttle();
        }
    }

    private synchronized void count(int ofDynamoDb, int ofS3, int step) {
        dynamoDbCalls += ofDynamoDb;
        s3Calls += ofS3;
        steps = Math.max(steps, step);
    }

    private synchronized void consume(double read, double written) {
        readUnits += read;
        writeUnits += written;
    }

    private synchronized void throttle() {
        throttles++;
    }

    /** The calls that one thread makes one after the other. Only its thread changes it. */
    static final class Strand {
        private final Meter meter;
        private int step;

        private Strand(Meter meter, int step) {
            this.meter = meter;
            this.step = step;
        }

        private void step(int ofDynamoDb, int ofS3) {
            step++;
            meter.count(ofDynamoDb, ofS3, step);
        }

        /** A strand that begins where the current one stands; null where nothing is counted. */
        static @Nullable Strand forked() {
            if (!CURRENT.isBound()) {
                return null;
            }
            Strand current = CURRENT.get();
            return new Strand(current.meter, current.step);
        }

        <T> T call(Callable<T> work) throws Exception {
            return ScopedValue.where(CURRENT, this).call(work::call);
        }

        /** The current strand has waited for this one, which has ended. */
        void joined() {
            if (CURRENT.isBound()) {
                Strand current = CURRENT.get();
                current.step = Math.max(current.step, step);
            }
        }
    }
}
