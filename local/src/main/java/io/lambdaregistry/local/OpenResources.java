package io.lambdaregistry.local;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is to be closed in the end: the last opened first, each whatever becomes of the others. Thread-safe. */
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
                failure = failure == null ? new IllegalStateException("not all could be closed") : failure;
                failure.addSuppressed(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
