package io.lambdaregistry.local;

import java.util.ArrayDeque;
import java.util.Deque;

/** Resources to close at the end. The last opened is closed first, and one that fails does not stop the others. Thread-safe. */
final class OpenResources implements AutoCloseable {
    private final Deque<AutoCloseable> lastFirst = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T resource) {
        lastFirst.push(resource);
        return resource;
    }

    @Override
    public synchronized void close() {
        IllegalStateException failure = null;
        while (!lastFirst.isEmpty()) {
            try {
                lastFirst.pop().close();
            } catch (Exception e) {
                failure = failure == null ? new IllegalStateException("some resources could not be closed") : failure;
                failure.addSuppressed(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
