package io.lambdaregistry.local.imports;

import io.lambdaregistry.local.pace.Patience;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Wraps streams whose sender must make progress and may have a deadline; otherwise they are closed. Thread-safe. */
final class PatientStreams implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;

    private final SourceLimits limits;
    private final Set<Watched> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watchman = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("patience").factory());

    @SuppressWarnings("FutureReturnValueIgnored") // the task ends with its executor
    PatientStreams(SourceLimits limits) {
        this.limits = limits;
        watchman.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        open.forEach(stream -> stream.closeIfSlow(now));
    }

    /** A stream without a deadline, as long as it makes progress. */
    InputStream of(InputStream stream) {
        return watched(stream, Long.MAX_VALUE);
    }

    /** A stream that must also end within the limit. */
    InputStream within(Duration limit, InputStream stream) {
        return watched(stream, limit.toNanos());
    }

    private InputStream watched(InputStream stream, long longest) {
        Watched watched = new Watched(stream, longest);
        open.add(watched);
        return watched;
    }

    @Override
    public void close() {
        watchman.shutdownNow();
    }

    private final class Watched extends FilterInputStream {
        private final Patience patience = new Patience(limits.silence(), limits.leastRate());
        private final long start = System.nanoTime();
        private final long longest;
        private volatile boolean tooSlow;

        Watched(InputStream stream, long longest) {
            super(stream);
            this.longest = longest;
        }

        void closeIfSlow(long now) {
            if (patience.isOver(now) || now - start > longest) {
                tooSlow = true;
                try {
                    close();
                } catch (IOException e) {
                    // the reader gets the failure
                }
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            patience.await(0, System.nanoTime());
            int count = -1;
            try {
                count = super.read(bytes, offset, length);
            } catch (IOException e) {
                if (!tooSlow) {
                    throw e;
                }
            }
            patience.served(Math.max(0, count), System.nanoTime());
            if (tooSlow) {
                throw new ImportException("The source is too slow: it sends less than " + limits.leastRate()
                        + " bytes a second, or takes too long for one answer. Run the import again to continue.");
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            open.remove(this);
            super.close();
        }
    }
}
