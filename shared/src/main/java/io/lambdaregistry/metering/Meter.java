package io.lambdaregistry.metering;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Counts the store calls of one request. {@link #measure} binds the meter to the request's threads; each store reports its calls
 * to the bound meter. Without a bound meter nothing is counted. Thread-safe.
 *
 * <p>Steps are counted, not timed: each call is one step after the last call of its thread, and a {@link Fork} begins at the step
 * of the thread that starts it. So the same request gives the same figures on any machine.
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
     * The cost of a request.
     *
     * @param steps calls in sequence: the length of the longest chain of calls in which each waited for the one before
     * @param throttles calls that DynamoDB throttled, wholly or in part
     * @param readUnits the read units that DynamoDB reports; it reports none for a failed call
     */
    public record Reading(
            int dynamoDbCalls, int s3Calls, int steps, int throttles, double readUnits, double writeUnits) {
        public int calls() {
            return dynamoDbCalls + s3Calls;
        }
    }

    /** Runs a request and counts its store calls. */
    public <T, X extends Throwable> T measure(ScopedValue.CallableOp<T, X> request) throws X {
        return ScopedValue.where(CURRENT, new Strand(this, 0)).call(request);
    }

    public synchronized Reading reading() {
        return new Reading(dynamoDbCalls, s3Calls, steps, throttles, readUnits, writeUnits);
    }

    /** Counts a call of DynamoDB. */
    public static void callsDynamoDb() {
        if (CURRENT.isBound()) {
            CURRENT.get().step(1, 0);
        }
    }

    /** Counts a call of S3. */
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

    /** The calls that one thread makes in sequence. Only that thread changes it. */
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

        /** Returns a strand that begins at the step of the current one; null without a bound meter. */
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

        /** Called when the current strand has waited for the end of this one. */
        void joined() {
            if (CURRENT.isBound()) {
                Strand current = CURRENT.get();
                current.step = Math.max(current.step, step);
            }
        }
    }
}
