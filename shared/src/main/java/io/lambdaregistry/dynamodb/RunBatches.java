package io.lambdaregistry.dynamodb;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.Param;
import io.lambdaregistry.tracking.Run;
import io.lambdaregistry.tracking.RunBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What becomes of a run when a batch is logged. */
final class RunBatches {
    private final Item run;
    private final RunTexts texts;

    private RunBatches(Item run) {
        this.run = run;
        this.texts = new RunTexts(run);
    }

    /**
     * The update of a run as it is, and what goes with it; nothing where the batch changes nothing.
     *
     * @param refusal what to say of params that have another value
     */
    static List<Write> merge(Item run, RunBatch batch, Function<List<Param>, RegistryException> refusal) {
        return new RunBatches(run).merge(batch, refusal);
    }

    private List<Write> merge(RunBatch batch, Function<List<Param>, RegistryException> refusal) {
        Write write = Revisions.update(run.key());
        boolean changed = set(write, RunItems.PARAMS, params(batch, refusal));
        changed |= set(write, RunItems.METRICS, metrics(batch));
        changed |= set(write, RunItems.TAGS, tags(batch));
        String name = batch.tags().getOrDefault(Run.NAME_TAG, "");
        if (!name.isEmpty()) {
            write.set(RunItems.NAME, name);
        }
        return changed ? texts.with(write) : List.of();
    }

    private boolean set(Write write, String map, Map<String, AttributeValue> entries) {
        if (entries.equals(run.entries(map))) {
            return false;
        }
        write.set(AttributeValue.fromM(entries), map);
        return true;
    }

    /** A param is written once: another value for one of them refuses the whole batch. */
    private Map<String, AttributeValue> params(RunBatch batch, Function<List<Param>, RegistryException> refusal) {
        Map<String, AttributeValue> params = new TreeMap<>(run.entries(RunItems.PARAMS));
        List<Param> changed = new ArrayList<>();
        for (Param param : batch.params()) {
            AttributeValue old = params.get(param.key());
            if (old == null) {
                params.put(param.key(), texts.keep(RunItems.PARAMS, param.key(), param.value()));
            } else if (!old.equals(RunTexts.entry(param.key(), param.value()))) {
                changed.add(param);
            }
        }
        if (!changed.isEmpty()) {
            throw refusal.apply(changed);
        }
        return params;
    }

    private static AttributeValue later(AttributeValue old, AttributeValue point) {
        return MetricPoints.order(point.s()).compareTo(MetricPoints.order(old.s())) > 0 ? point : old;
    }

    private Map<String, AttributeValue> metrics(RunBatch batch) {
        Map<String, AttributeValue> metrics = new TreeMap<>(run.entries(RunItems.METRICS));
        for (LoggedMetric logged : batch.metrics()) {
            metrics.merge(
                    logged.metric().key(),
                    AttributeValue.fromS(MetricPoints.byStep(logged.metric())),
                    RunBatches::later);
        }
        return metrics;
    }

    /** An empty name changes none. */
    private Map<String, AttributeValue> tags(RunBatch batch) {
        Map<String, AttributeValue> tags = new TreeMap<>(run.entries(RunItems.TAGS));
        batch.tags().forEach((key, value) -> {
            if (!key.equals(Run.NAME_TAG) || !value.isEmpty()) {
                tags.put(key, texts.keep(RunItems.TAGS, key, value));
            }
        });
        return tags;
    }
}
