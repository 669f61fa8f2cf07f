package io.lambdaregistry.dynamodb.tracking;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.LongTexts;
import io.lambdaregistry.dynamodb.kit.LostRace;
import io.lambdaregistry.dynamodb.kit.PrincipalItems;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.tracking.Dataset;
import io.lambdaregistry.tracking.ModelOutput;
import io.lambdaregistry.tracking.TrackingErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds datasets, inputs and outputs to runs, each an item behind its run. */
final class RunParts {
    private final Table table;

    RunParts(Table table) {
        this.table = table;
    }

    void logInputs(String runId, List<Dataset> datasets, List<String> modelIds, long now) {
        LostRace.retrying(() -> {
            List<Item> items = table.queryAll(Query.table(RunItems.partition(runId)));
            Item run = RunItems.active(runId, RunItems.itself(items));
            Map<Key, Item> inputs = new LinkedHashMap<>();
            long order = now * 1_000;
            for (Dataset dataset : datasets) {
                Item input = RunItems.dataset(run, dataset, order++);
                inputs.putIfAbsent(input.key(), input);
            }
            for (String modelId : modelIds) {
                Item input = RunItems.modelInput(run, modelId, order++);
                inputs.putIfAbsent(input.key(), input);
            }
            items.forEach(item -> inputs.remove(item.key()));
            return write(
                    runId,
                    inputs.values().stream()
                            .map(item -> Write.put(item).whenAbsent().orLostRace())
                            .toList());
        });
    }

    void logOutputs(String runId, List<ModelOutput> models, long now) {
        Item run = RunItems.active(runId, table.get(RunItems.key(runId)));
        Map<Key, Write> outputs = new LinkedHashMap<>();
        long order = now * 1_000;
        for (ModelOutput model : models) {
            Item output = RunItems.modelOutput(run, model, order++);
            Write write = Write.put(output).whenAbsent().orRefuse(() -> TrackingErrors.outputExists(runId));
            if (outputs.put(output.key(), write) != null) {
                throw TrackingErrors.outputExists(runId);
            }
        }
        boolean severalTransactions = outputs.size() >= table.room();
        if (severalTransactions && isAnyThere(runId, outputs.keySet())) {
            throw TrackingErrors.outputExists(runId);
        }
        write(runId, List.copyOf(outputs.values()));
    }

    /** Called before the first of several transactions, so that none is written if a later one would be refused. */
    private boolean isAnyThere(String runId, Set<Key> parts) {
        return table.queryAll(Query.table(RunItems.partition(runId))).stream()
                .map(Item::key)
                .anyMatch(parts::contains);
    }

    /** Writes parts of an active run, and returns their number. */
    private int write(String runId, List<Write> parts) {
        int from = 0;
        while (from < parts.size()) {
            int to = from + table.fitting(parts.subList(from, parts.size()));
            long behind = parts.subList(from, to).stream()
                    .mapToLong(part -> LongTexts.bytesOfPart(part.item()))
                    .sum();
            Key run = RunItems.key(runId);
            List<Write> writes = new ArrayList<>();
            writes.add(RunItems.whenActive(
                    runId,
                    behind == 0 ? Write.check(run) : PrincipalItems.change(run).countBehind(behind)));
            writes.addAll(parts.subList(from, to));
            table.transact(writes);
            from = to;
        }
        return parts.size();
    }
}
