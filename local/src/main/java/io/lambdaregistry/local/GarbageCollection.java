package io.lambdaregistry.local;

import io.lambdaregistry.access.Caller;
import io.lambdaregistry.access.Principal;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.garbage.GarbageCollector;
import io.lambdaregistry.garbage.Pace;
import java.time.Duration;

/** Collects deleted entities at intervals, in the background of a local registry. */
final class GarbageCollection implements AutoCloseable {
    /** The pace in items and files a second: a small part of the embedded stores' capacity. */
    private static final int WORK_PER_SECOND = 100;

    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    private final GarbageCollector garbage;
    private final BackgroundThread thread;

    private GarbageCollection(GarbageCollector garbage) {
        this.garbage = garbage;
        this.thread = new BackgroundThread(Thread.ofVirtual().name("garbage"), this::run);
    }

    static GarbageCollection start(GarbageCollector garbage) {
        GarbageCollection collection = new GarbageCollection(garbage);
        collection.thread.start();
        return collection;
    }

    private void run() throws InterruptedException {
        while (!garbage.retention().isZero() && !thread.endsDuring(rest())) {
            collect();
        }
    }

    /** The pause between collections: a tenth of the retention, within limits, so that nothing that is due waits long. */
    private Duration rest() {
        Duration part = garbage.retention().dividedBy(10);
        return part.compareTo(SHORTEST_REST) < 0
                ? SHORTEST_REST
                : part.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : part;
    }

    private void collect() {
        try {
            Pace pace = new Pace(WORK_PER_SECOND, thread::goesOn, thread::endsDuring);
            Caller.as(Principal.REGISTRY, () -> garbage.collect(pace));
        } catch (RegistryException failure) {
            System.err.println("garbage collection failed: " + failure.getMessage() + " It will be retried.");
        }
    }

    /** Waits until a step that is under way has ended. */
    @Override
    public void close() {
        thread.close();
    }
}
