package io.lambdaregistry.local.imports;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs tasks on virtual threads, a limited number at once. A task must not start tasks of its own. */
final class Workers implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore free;

    Workers(int atOnce) {
        this.free = new Semaphore(atOnce);
    }

    <T> void forEach(List<T> things, Consumer<T> task) {
        map(things, thing -> {
            task.accept(thing);
            return true;
        });
    }

    /** Returns the results in the order of the items. After a failure no further task starts, and the failure is thrown. */
    <T, R> List<R> map(List<T> things, Function<T, R> task) {
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        List<Future<R>> running = things.stream()
                .map(thing -> threads.submit(() -> {
                    free.acquire();
                    try {
                        throwIfPresent(failure);
                        return task.apply(thing);
                    } catch (RuntimeException e) {
                        failure.compareAndSet(null, e);
                        throw e;
                    } finally {
                        free.release();
                    }
                }))
                .toList();
        List<R> results = running.stream().map(Workers::join).toList();
        throwIfPresent(failure);
        return results;
    }

    private static void throwIfPresent(AtomicReference<@Nullable RuntimeException> failure) {
        RuntimeException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    private static <R> R join(Future<R> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImportException("The import was interrupted.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
