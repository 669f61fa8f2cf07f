package io.lambdaregistry.dynamodb;

import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.Param;
import io.lambdaregistry.tracking.Run;
import io.lambdaregistry.tracking.RunBatch;
import io.lambdaregistry.tracking.TrackingErrors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What becomes of a run when a batch is logged. */
final class RunBatches {
    private RunBatches() {}

    /** The update of a run as it is; nothing where the batch changes nothing. */
    static Optional<Write> merge(Item run, String runId, RunBatch batch) {
        Map<String, String> params = params(run, runId, batch);
        Map<String, String> metrics = metrics(run, batch);
        Map<String, String> tags = tags(run, batch);
        Write write = Revisions.update(RunItems.key(runId));
        boolean changed = false;
        changed |= set(write, run, RunItems.PARAMS, params);
        changed |= set(write, run, RunItems.METRICS, metrics);
        changed |= set(write, run, RunItems.TAGS, tags);
        String name = batch.tags().getOrDefault(Run.NAME_TAG, "");
        if (!name.isEmpty()) {
            write.set(RunItems.NAME, name);
        }
        return changed ? Optional.of(write) : Optional.empty();
    }

    private static boolean set(Write write, Item run, String attribute, Map<String, String> values) {
        if (values.equals(run.strings(attribute))) {
            return false;
        }
        write.set(Item.toAttribute(values), attribute);
        return true;
    }

    /** A param is written once: another value for one of them refuses the whole batch. */
    private static Map<String, String> params(Item run, String runId, RunBatch batch) {
        Map<String, String> params = new TreeMap<>(run.strings(RunItems.PARAMS));
        Map<String, Map.Entry<String, String>> changed = new LinkedHashMap<>();
        for (Param param : batch.params()) {
            String old = params.putIfAbsent(param.key(), param.value());
            if (old != null && !old.equals(param.value())) {
                changed.put(param.key(), Map.entry(old, param.value()));
            }
        }
        if (!changed.isEmpty()) {
            throw TrackingErrors.paramsChanged(runId, changed);
        }
        return params;
    }

    /** The greatest text is the latest point. */
    private static Map<String, String> metrics(Item run, RunBatch batch) {
        Map<String, String> metrics = new TreeMap<>(run.strings(RunItems.METRICS));
        for (LoggedMetric logged : batch.metrics()) {
            metrics.merge(
                    logged.metric().key(), MetricPoints.byStep(logged.metric()), (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
        return metrics;
    }

    /** An empty name changes none. */
    private static Map<String, String> tags(Item run, RunBatch batch) {
        Map<String, String> tags = new TreeMap<>(run.strings(RunItems.TAGS));
        batch.tags().forEach((key, value) -> {
            if (!key.equals(Run.NAME_TAG) || !value.isEmpty()) {
                tags.put(key, value);
            }
        });
        return tags;
    }
}
