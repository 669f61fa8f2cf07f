package io.lambdaregistry.dynamodb.tracking;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Updates the stage of every run of an experiment that was deleted or restored, so that a run by itself has its stage.
 *
 * <p>A run stores the generation of the experiment's lifecycle that it follows, and never returns to an earlier one, however
 * deletions and restorations overlap. That takes a write for each run, as in MLflow's server. A run that is created at the same
 * moment may be missed; searches recognise it by its generation.
 */
final class RunLifecycles {
    /** The number of runs that are updated at once, of each partition of the listing. */
    private static final int RUNS_AT_ONCE = 16;

    private final Table table;

    RunLifecycles(Table table) {
        this.table = table;
    }

    /** Sets the experiment's stage in its runs. */
    void follow(long experimentId, Item experiment) {
        List<Callable<Boolean>> walks = RunItems.listings(experimentId).stream()
                .map(partition -> (Callable<Boolean>) () -> walk(partition, experiment))
                .toList();
        table.inParallel(walks);
    }

    private boolean walk(String partition, Item experiment) {
        Map<String, AttributeValue> startKey = null;
        do {
            Table.Page page = table.query(Query.listing(partition), startKey);
            List<Callable<Boolean>> calls = page.items().stream()
                    .filter(item -> item.string(Keys.SK).equals(Keys.MAIN_ITEM))
                    .filter(run -> generation(run) < generation(experiment))
                    .map(run -> (Callable<Boolean>) () -> update(run, experiment))
                    .toList();
            for (int from = 0; from < calls.size(); from += RUNS_AT_ONCE) {
                table.inParallel(calls.subList(from, Math.min(from + RUNS_AT_ONCE, calls.size())));
            }
            startKey = page.lastKey();
        } while (startKey != null);
        return true;
    }

    private boolean update(Item run, Item experiment) {
        AttributeValue generation = Item.number(generation(experiment));
        long now = experiment.number(ExperimentItems.UPDATED);
        // a run that follows a later deletion or restoration is left alone
        return table.tryWrite(RunItems.enter(ExperimentItems.stage(experiment), run.string(RunItems.ID), now)
                        .set(generation, RunItems.GENERATION)
                        .whenExists()
                        .whenAbsentOrLess(generation, RunItems.GENERATION)
                        .orSkip())
                .isWritten();
    }

    /** The generation of a run or an experiment, which have the attribute under the same name. */
    private static long generation(Item item) {
        return item.number(RunItems.GENERATION);
    }
}
