package io.lambdaregistry.registry;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Races: the same thing done by many threads that start together. */
public final class AtOnce {
    public static final int THREADS = 64;

    private AtOnce() {}

    /** Runs the actions at once; answers the error code of each, empty where it went well. */
    public static List<Optional<ErrorCode>> atOnce(IntFunction<Callable<?>> action) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> running = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < THREADS; i++) {
                Callable<?> call = action.apply(i);
                running.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            List<Optional<ErrorCode>> outcomes = new ArrayList<>();
            for (Future<?> future : running) {
                outcomes.add(outcome(future));
            }
            return outcomes;
        }
    }

    private static Optional<ErrorCode> outcome(Future<?> future) throws InterruptedException {
        try {
            future.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RegistryException refusal) {
                return Optional.of(refusal.code());
            }
            throw new AssertionError(e);
        }
    }
}
