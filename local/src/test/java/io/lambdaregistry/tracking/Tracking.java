package io.lambdaregistry.tracking;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** What the tests of tracking are built of. */
final class Tracking {
    static final int THREADS = 64;

    private Tracking() {}

    static NewRun newRun(Experiment experiment, String name, long startTime) {
        return new NewRun(Long.toString(experiment.id()), "someone", startTime, List.of(), name);
    }

    static LoggedMetric metric(String runId, String key, double value, long step) {
        return new LoggedMetric(new Metric(key, value, 1_000 + step, step), runId, "", "", "");
    }

    static LoggedMetric about(LoggedModel model, LoggedMetric metric) {
        return new LoggedMetric(metric.metric(), metric.runId(), model.modelId(), "data", "d1");
    }

    /** The latest point of a metric that the run has. */
    static Metric latest(Run run, String key) {
        return Objects.requireNonNull(run.metrics().get(key));
    }

    /** Runs the actions at once; answers the error code of each, empty where it went well. */
    static List<Optional<ErrorCode>> atOnce(IntFunction<Callable<?>> action) throws InterruptedException {
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
            throw new IllegalStateException(e.getCause());
        }
    }

    static Callable<?> call(Runnable action) {
        return () -> {
            action.run();
            return true;
        };
    }
}
