package io.lambdaregistry.local.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Transfers bytes from one thread to another through a buffer of fixed size. Unlike the JDK's piped streams, it does not check
 * whether threads are alive: it ends only by {@link #finish} or {@link #fail}, and a reader that closes it causes an error in
 * the writer.
 */
final class Pipe {
    private final byte[] buffer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int start;
    private int filled;
    private boolean finished;
    private boolean abandoned;
    private @Nullable IOException failure;

    Pipe(int size) {
        this.buffer = new byte[size];
    }

    /** Ends the stream: the reader gets the remaining bytes, then the end. */
    void finish() {
        lock.lock();
        try {
            finished = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Breaks the stream: the bytes so far are not all, and the reader gets the failure. */
    void fail(Throwable cause) {
        lock.lock();
        try {
            failure = new IOException("the writer failed", cause);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    OutputStream sink() {
        return new Sink();
    }

    InputStream source() {
        return new Source();
    }

    private final class Sink extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            lock.lock();
            try {
                int from = offset;
                while (from < offset + length) {
                    while (filled == buffer.length && !abandoned) {
                        changed.await();
                    }
                    if (abandoned) {
                        throw new IOException("the reader has closed the pipe");
                    }
                    from += put(bytes, from, offset + length - from);
                    changed.signalAll();
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            } finally {
                lock.unlock();
            }
        }

        private int put(byte[] bytes, int offset, int length) {
            int end = (start + filled) % buffer.length;
            int count = Math.min(length, Math.min(buffer.length - filled, buffer.length - end));
            System.arraycopy(bytes, offset, buffer, end, count);
            filled += count;
            return count;
        }
    }

    private final class Source extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (length == 0) {
                return 0;
            }
            lock.lock();
            try {
                while (filled == 0 && !finished && failure == null) {
                    changed.await();
                }
                if (failure != null) {
                    throw failure;
                }
                if (filled == 0) {
                    return -1;
                }
                int count = take(bytes, offset, length);
                changed.signalAll();
                return count;
            } catch (InterruptedException e) {
                throw interrupted(e);
            } finally {
                lock.unlock();
            }
        }

        private int take(byte[] bytes, int offset, int length) {
            int count = Math.min(length, Math.min(filled, buffer.length - start));
            System.arraycopy(buffer, start, bytes, offset, count);
            start = (start + count) % buffer.length;
            filled -= count;
            return count;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                abandoned = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted", e);
    }
}
