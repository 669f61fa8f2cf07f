package io.lambdaregistry.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread of a local registry that works in steps, with rests between them, until it is closed. */
final class BackgroundThread implements AutoCloseable {
    /** Work that rests by {@link #endsDuring}; an interrupt ends it. */
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    /** @param kind of a thread that lets the process end */
    BackgroundThread(Thread.Builder kind, Work work) {
        this.thread = kind.unstarted(() -> run(work));
    }

    void start() {
        thread.start();
    }

    private static void run(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean goesOn() {
        return stopped.getCount() > 0;
    }

    /** Rests, and returns whether the thread is to end, which also ends the rest. */
    boolean endsDuring(Duration rest) throws InterruptedException {
        return stopped.await(rest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until a step that is under way has ended. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
