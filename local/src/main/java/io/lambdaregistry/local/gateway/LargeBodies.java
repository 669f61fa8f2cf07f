package io.lambdaregistry.local.gateway;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The large bodies that a gateway is receiving or has received. A limited number lies in files, which limits their part of the
 * disk, and a smaller one is in memory. The others wait for their turn, and their clients are not read meanwhile.
 */
final class LargeBodies {
    private static final long LOOK_MILLIS = 500;

    private final Limits limits;
    private final Semaphore freeFiles;
    private final Semaphore freePlaces;
    private final Queue<Arrival> arriving = new ArrayDeque<>();

    /**
     * The limits of a gateway.
     *
     * @param files the most bodies in files, of 10 MB each at most
     * @param places the most bodies in memory: parsed, one may take ten times its size
     * @param arrival how long a body may arrive while others wait for its file
     */
    record Limits(int files, int places, Duration arrival) {
        static final Limits DEFAULT = new Limits(50, 2, Duration.ofSeconds(30));
    }

    LargeBodies(Limits limits) {
        this.limits = limits;
        this.freeFiles = new Semaphore(limits.files(), true);
        this.freePlaces = new Semaphore(limits.places(), true);
    }

    /** A body with a file, while it arrives. */
    private record Arrival(Runnable breakOff, long since) {}

    /** The right to one file, and from the body's arrival on to a place in memory. */
    final class Share {
        private final Arrival arrival;
        private boolean hasPlace;
        private boolean isEnded;

        private Share(Arrival arrival) {
            this.arrival = arrival;
        }

        /** Called when the whole body has arrived; waits for a place. */
        void takePlace() throws InterruptedIOException {
            forget(arrival);
            try {
                freePlaces.acquire();
            } catch (InterruptedException e) {
                throw stopping();
            }
            hasPlace = true;
        }

        /** Leaves the place to another body. */
        synchronized void giveUpPlace() {
            if (hasPlace) {
                hasPlace = false;
                freePlaces.release();
            }
        }

        /** Called when the file is deleted. */
        synchronized void end() {
            giveUpPlace();
            if (!isEnded) {
                isEnded = true;
                forget(arrival);
                freeFiles.release();
            }
        }
    }

    /**
     * Waits for a file. While it waits, bodies that have been arriving for too long are broken off, so that clients that are slow
     * on purpose cannot keep all files.
     *
     * @param breakOff ends the connection of this body's client
     */
    Share begin(Runnable breakOff) throws InterruptedIOException {
        try {
            while (!freeFiles.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                breakOffOldest();
            }
        } catch (InterruptedException e) {
            throw stopping();
        }
        Arrival arrival = new Arrival(breakOff, System.nanoTime());
        synchronized (arriving) {
            arriving.add(arrival);
        }
        return new Share(arrival);
    }

    private void breakOffOldest() {
        synchronized (arriving) {
            Arrival oldest = arriving.peek();
            if (oldest != null
                    && System.nanoTime() - oldest.since() > limits.arrival().toNanos()) {
                arriving.remove();
                oldest.breakOff().run();
            }
        }
    }

    private void forget(Arrival arrival) {
        synchronized (arriving) {
            arriving.remove(arrival);
        }
    }

    private static InterruptedIOException stopping() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("the server stops");
    }
}
