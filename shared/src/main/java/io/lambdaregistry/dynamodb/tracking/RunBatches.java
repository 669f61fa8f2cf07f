package io.lambdaregistry.dynamodb.tracking;

import io.lambdaregistry.dynamodb.kit.ApartMaps;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Revisions;
import io.lambdaregistry.dynamodb.kit.Write;
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
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Merges a batch into a run. */
final class RunBatches {
    private final Item run;
    private final Item whole;
    private final RunTexts texts;
    private boolean adds;

    private RunBatches(Item run, Item whole) {
        this.run = run;
        this.whole = whole;
        this.texts = new RunTexts(whole);
    }

    /**
     * Returns the update of the run and the writes that go with it; none if the batch changes nothing.
     *
     * @param whole the run with its {@linkplain ApartMaps maps apart}
     * @param refusal the error for params that have another value
     * @throws RegistryException INVALID_PARAMETER_VALUE also if the run is full and the batch would add to it
     */
    static List<Write> merge(Item run, Item whole, RunBatch batch, Function<List<Param>, RegistryException> refusal) {
        return new RunBatches(run, whole).merge(batch, refusal);
    }

    private List<Write> merge(RunBatch batch, Function<List<Param>, RegistryException> refusal) {
        Write write = Revisions.update(run.key());
        boolean changed = set(write, RunItems.PARAMS, params(batch, refusal));
        changed |= set(write, RunItems.METRICS, metrics(batch));
        changed |= set(write, RunItems.TAGS, tags(batch));
        if (adds && ApartMaps.areOf(run)) {
            ApartMaps.checkRoom(whole);
        }
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
            AttributeValue old = old(RunItems.PARAMS, params, param.key());
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

    /** The present entry, in the run or in a map apart; null if there is none yet. */
    private @Nullable AttributeValue old(String map, Map<String, AttributeValue> changed, String key) {
        AttributeValue old =
                changed.containsKey(key) ? changed.get(key) : whole.entries(map).get(key);
        adds |= old == null;
        return old;
    }

    private static boolean isLater(AttributeValue point, AttributeValue old) {
        return MetricPoints.order(point.s()).compareTo(MetricPoints.order(old.s())) > 0;
    }

    private Map<String, AttributeValue> metrics(RunBatch batch) {
        Map<String, AttributeValue> metrics = new TreeMap<>(run.entries(RunItems.METRICS));
        for (LoggedMetric logged : batch.metrics()) {
            String key = logged.metric().key();
            AttributeValue point = AttributeValue.fromS(MetricPoints.byStep(logged.metric()));
            AttributeValue old = old(RunItems.METRICS, metrics, key);
            if (old == null || isLater(point, old)) {
                metrics.put(key, point);
            }
        }
        return metrics;
    }

    /** An empty name changes none. */
    private Map<String, AttributeValue> tags(RunBatch batch) {
        Map<String, AttributeValue> tags = new TreeMap<>(run.entries(RunItems.TAGS));
        batch.tags().forEach((key, value) -> {
            if (!key.equals(Run.NAME_TAG) || !value.isEmpty()) {
                adds |= !whole.entries(RunItems.TAGS).containsKey(key);
                tags.put(key, texts.keep(RunItems.TAGS, key, value));
            }
        });
        return tags;
    }
}
