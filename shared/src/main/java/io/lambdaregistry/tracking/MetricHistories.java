package io.lambdaregistry.tracking;

import io.lambdaregistry.error.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the histories of one metric in several runs, for charts. */
public final class MetricHistories {
    public static final int MAX_RUNS = 100;
    public static final int MAX_POINTS_OF_A_RUN = 2_500;
    public static final int MAX_POINTS = 25_000;

    private static final String SEE_DOCS = " See the API docs for more information about request parameters.";

    private final RunStore store;

    public MetricHistories(RunStore store) {
        this.store = store;
    }

    /** A point and its run. */
    public record RunMetric(String runId, Metric metric) {}

    /** Returns the first {@code maxResults} points, at most {@link #MAX_POINTS}, sorted by run, timestamp, step and value. */
    public List<RunMetric> bulk(List<String> runIds, Optional<String> metricKey, long maxResults) {
        if (runIds.isEmpty()) {
            throw RegistryException.invalid("GetMetricHistoryBulk request must specify at least one run_id.");
        }
        if (runIds.size() > MAX_RUNS) {
            throw RegistryException.invalid(
                    "GetMetricHistoryBulk request cannot specify more than %d run_ids. Received %d run_ids."
                            .formatted(MAX_RUNS, runIds.size()));
        }
        String key = metricKey.orElseThrow(
                () -> RegistryException.invalid("GetMetricHistoryBulk request must specify a metric_key."));
        if (maxResults < 0) { // MLflow drops as many points at the end
            throw RegistryException.invalid(
                    "GetMetricHistoryBulk request cannot have a negative max_results. Received %d."
                            .formatted(maxResults));
        }
        long most = Math.min(maxResults, MAX_POINTS);
        List<RunMetric> points = new ArrayList<>();
        for (String runId : runIds.stream().sorted().distinct().toList()) {
            int left = (int) most - points.size();
            if (left <= 0) {
                break;
            }
            store.metricHistory(runId, key, left, Optional.empty())
                    .items()
                    .forEach(metric -> points.add(new RunMetric(runId, metric)));
        }
        return points;
    }

    /**
     * Returns at most {@code maxResults} evenly spread points of each run, sorted by step, timestamp and value. The last point is
     * always included.
     *
     * @param startStep the first step; given if and only if {@code endStep} is
     * @param maxResults 1 to {@link #MAX_POINTS_OF_A_RUN}
     */
    public List<RunMetric> sampled(
            List<String> runIds, String key, Optional<Long> startStep, Optional<Long> endStep, long maxResults) {
        checkRunIds(runIds);
        if (maxResults < 1 || maxResults > MAX_POINTS_OF_A_RUN) {
            throw RegistryException.invalid(
                    "max_results must be between 1 and " + MAX_POINTS_OF_A_RUN + "." + SEE_DOCS);
        }
        checkSteps(startStep, endStep);
        long first = startStep.orElse(Long.MIN_VALUE);
        long last = endStep.orElse(Long.MAX_VALUE);
        List<RunMetric> points = new ArrayList<>();
        for (String runId : runIds) {
            List<Metric> history = store.metricHistory(runId, key, Integer.MAX_VALUE, Optional.empty()).items().stream()
                    .filter(metric -> metric.step() >= first && metric.step() <= last)
                    .sorted(Metric.BY_STEP)
                    .toList();
            sample(history, (int) maxResults).forEach(metric -> points.add(new RunMetric(runId, metric)));
        }
        return points;
    }

    private static void checkRunIds(List<String> runIds) {
        if (runIds.size() > MAX_RUNS) {
            throw RegistryException.invalid(
                    "GetMetricHistoryBulkInterval request must specify at most %d run_ids. Received %d run_ids.%s"
                            .formatted(MAX_RUNS, runIds.size(), SEE_DOCS));
        }
    }

    private static void checkSteps(Optional<Long> startStep, Optional<Long> endStep) {
        if (startStep.isPresent() != endStep.isPresent()) {
            throw RegistryException.invalid("If either start step or end step are specified, both must be specified.");
        }
        if (startStep.isPresent() && startStep.get() > endStep.orElseThrow()) {
            throw RegistryException.invalid(
                    "end_step must be greater than start_step. Found start_step=%d and end_step=%d."
                            .formatted(startStep.get(), endStep.orElseThrow()));
        }
    }

    /**
     * Divides a history into {@code count} buckets of equal size. Returns the first point of each bucket, but for the last bucket
     * the last point.
     */
    static List<Metric> sample(List<Metric> history, int count) {
        if (history.size() <= count) {
            return history;
        }
        List<Metric> sampled = new ArrayList<>();
        int size = history.size() / count;
        int larger = history.size() % count;
        for (int bucket = 0; bucket < count - 1; bucket++) {
            sampled.add(history.get(bucket * size + Math.min(bucket, larger)));
        }
        sampled.add(history.getLast());
        return sampled;
    }
}
