package io.lambdaregistry.tracking;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/** What the tests of tracking are built of. */
final class Tracking {
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

    static Callable<?> call(Runnable action) {
        return () -> {
            action.run();
            return true;
        };
    }
}
