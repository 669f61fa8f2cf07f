package io.lambdaregistry.dynamodb.tracking;

import io.lambdaregistry.dynamodb.kit.ApartMaps;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.PrincipalItems;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.LifecycleStage;

/**
 * The items of experiments.
 *
 * <ul>
 *   <li>{@code EXPERIMENT#<id>}: the experiment, listed by creation, the newest first.
 *   <li>{@code EXPERIMENT#<id>} / {@code apart#…}: its tags where they have come to 400 KB, see {@link ApartMaps}.
 *   <li>{@code EXPERIMENT_NAME#<name>}: makes a name unique and finds the experiment that has it.
 *   <li>{@code COUNTERS} / {@code experiment}: the last id.
 * </ul>
 */
final class ExperimentItems {
    static final Key COUNTER = new Key("COUNTERS", "experiment");
    static final String LAST = "last";

    static final String ID = "experiment_id";
    static final String NAME = "name";
    static final String LOCATION = "artifact_location";
    static final String STAGE = "lifecycle_stage";
    static final String CREATED = "creation_time";
    static final String UPDATED = "last_update_time";
    static final String TAGS = "tags";

    /** The number of deletions and restorations. */
    static final String GENERATION = "generation";

    /** The generation that all runs of the experiment follow. */
    static final String TOLD = "told_generation";

    static final String LISTING = "EXPERIMENTS";

    private ExperimentItems() {}

    static Key key(long id) {
        return new Key("EXPERIMENT#" + id, Keys.MAIN_ITEM);
    }

    /** An update by the current caller. */
    static Write update(long id) {
        return PrincipalItems.change(key(id));
    }

    static Key nameKey(String name) {
        return new Key("EXPERIMENT_NAME#" + name, Keys.MAIN_ITEM);
    }

    static Item ofName(String name, long id) {
        return Item.with(nameKey(name)).set(ID, (Long) id);
    }

    static Item of(Experiment experiment) {
        Item item = Item.with(key(experiment.id()))
                .set(ID, (Long) experiment.id())
                .set(NAME, experiment.name())
                .set(LOCATION, experiment.artifactLocation())
                .set(STAGE, experiment.lifecycleStage().label())
                .set(CREATED, (Long) experiment.creationTime())
                .set(UPDATED, (Long) experiment.lastUpdateTime())
                .set(TAGS, experiment.tags());
        return Listings.put(
                item,
                Listings.partitionOf(LISTING, Long.toString(experiment.id())),
                Keys.descending(experiment.creationTime()) + Keys.ordered(experiment.id()));
    }

    static Experiment toExperiment(Item item) {
        return new Experiment(
                item.number(ID),
                item.string(NAME),
                item.string(LOCATION),
                stage(item),
                item.number(CREATED),
                item.number(UPDATED),
                item.strings(TAGS),
                item.number(GENERATION),
                PrincipalItems.authors(item));
    }

    static LifecycleStage stage(Item item) {
        return LifecycleStage.of(item.string(STAGE));
    }

    static boolean isActive(Item item) {
        return stage(item) == LifecycleStage.ACTIVE;
    }
}
