package io.lambdaregistry.dynamodb.tracking;

import io.lambdaregistry.access.Authors;
import io.lambdaregistry.dynamodb.kit.ApartMaps;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.LostRace;
import io.lambdaregistry.dynamodb.kit.Outcome;
import io.lambdaregistry.dynamodb.kit.PrincipalItems;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.ExperimentSearch;
import io.lambdaregistry.tracking.ExperimentStore;
import io.lambdaregistry.tracking.LifecycleStage;
import io.lambdaregistry.tracking.TrackingErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The experiments' store on DynamoDB. {@link ExperimentItems} names the keys and attributes. */
public final class DynamoExperimentStore implements ExperimentStore {
    private static final AttributeValue ACTIVE = AttributeValue.fromS(LifecycleStage.ACTIVE.label());

    private final Table table;
    private final Listings listings;
    private final RunLifecycles runLifecycles;

    public DynamoExperimentStore(Table table, PageTokens tokens) {
        this.table = table;
        this.listings = new Listings(table, tokens);
        this.runLifecycles = new RunLifecycles(table);
    }

    @Override
    public void ensure(Experiment experiment) {
        if (table.get(ExperimentItems.key(experiment.id())).isEmpty()) {
            // another process may create it at the same moment. It exists before the first search, so it needs no row
            // of recent things
            table.tryTransact(puts(experiment, item(experiment)));
        }
    }

    @Override
    public Experiment create(String name, LongFunction<String> artifactLocation, Map<String, String> tags, long now) {
        Experiment experiment =
                new Experiment(nextId(), name, "", LifecycleStage.ACTIVE, now, now, tags, 0, Authors.ofCreation());
        return putWithFreeId(experiment, artifactLocation).orElseThrow(() -> TrackingErrors.experimentExists(name));
    }

    private long nextId() {
        return table.draw(Write.update(ExperimentItems.COUNTER).add(1, ExperimentItems.LAST))
                .number(ExperimentItems.LAST);
    }

    /** Puts an experiment, under the next id if its own is taken. Returns empty if its name is taken. */
    private Optional<Experiment> putWithFreeId(Experiment wanted, LongFunction<String> artifactLocation) {
        long id = wanted.id();
        while (true) {
            Experiment experiment = wanted.withId(id, artifactLocation.apply(id));
            if (!(put(experiment) instanceof Outcome.Found(Key taken, Optional<Item> _))) {
                return Optional.of(experiment);
            }
            if (taken.equals(ExperimentItems.nameKey(experiment.name()))) {
                return Optional.empty();
            }
            id = nextId();
        }
    }

    @Override
    public Experiment importExperiment(Experiment wanted, LongFunction<String> artifactLocation) {
        countUpTo(wanted.id());
        return LostRace.retrying(() -> findByName(wanted.name())
                .or(() -> putWithFreeId(wanted, artifactLocation))
                .orElseThrow(LostRace::new));
    }

    /** Raises the counter of ids, so that no later experiment gets the id of an imported one. */
    private void countUpTo(long id) {
        table.write(Write.update(ExperimentItems.COUNTER)
                .set(ExperimentItems.LAST, id)
                .whenAbsentOrLess(Item.number(id), ExperimentItems.LAST)
                .orSkip());
    }

    /** Puts an experiment with its name. Returns the item that has the name already, or else the one that has the id. */
    private Outcome put(Experiment experiment) {
        Item item = item(experiment);
        List<Write> writes = new ArrayList<>(puts(experiment, item));
        writes.add(Write.put(Listings.recent(item, ExperimentItems.LISTING)));
        return table.tryTransact(writes);
    }

    private static List<Write> puts(Experiment experiment, Item item) {
        return List.of(
                Write.put(ExperimentItems.ofName(experiment.name(), experiment.id()))
                        .whenAbsent()
                        .orFound(),
                Write.put(item).whenAbsent().orFound());
    }

    private static Item item(Experiment experiment) {
        return PrincipalItems.set(
                ExperimentItems.of(experiment),
                PrincipalItems.CREATED_BY,
                experiment.authors().creator());
    }

    @Override
    public Experiment get(long id) {
        return toExperiment(item(id));
    }

    private Experiment toExperiment(Item item) {
        return ExperimentItems.toExperiment(ApartMaps.whole(table, item));
    }

    private Item item(long id) {
        return table.get(ExperimentItems.key(id)).orElseThrow(() -> TrackingErrors.experimentNotFound(id));
    }

    @Override
    public Optional<Experiment> findByName(String name) {
        return table.get(ExperimentItems.nameKey(name))
                .flatMap(found -> table.get(ExperimentItems.key(found.number(ExperimentItems.ID))))
                .map(this::toExperiment)
                .filter(experiment -> experiment.name().equals(name)); // renamed between the two reads
    }

    @Override
    public void rename(long id, String name, long now) {
        LostRace.retrying(() -> {
            String old = item(id).string(ExperimentItems.NAME);
            Write update = ExperimentItems.update(id)
                    .set(ExperimentItems.NAME, name)
                    .set(ExperimentItems.UPDATED, now)
                    .whenEqual(ACTIVE, ExperimentItems.STAGE)
                    .whenEqual(AttributeValue.fromS(old), ExperimentItems.NAME)
                    .orRefuseUnless(ExperimentItems::isActive, DynamoExperimentStore::cannotRename)
                    .orLostRace(); // another rename was faster
            return old.equals(name)
                    ? table.tryWrite(update)
                    : table.tryTransact(
                            update,
                            Write.put(ExperimentItems.ofName(name, id))
                                    .whenAbsent()
                                    .orRefuse(() -> TrackingErrors.experimentNameTaken(name)),
                            Write.delete(ExperimentItems.nameKey(old)));
        });
    }

    private static RegistryException cannotRename() {
        return new RegistryException(ErrorCode.INVALID_STATE, "Cannot rename a non-active experiment.");
    }

    @Override
    public void setLifecycleStage(long id, LifecycleStage stage, long now) {
        Write update = ExperimentItems.update(id)
                .set(ExperimentItems.STAGE, stage.label())
                .set(ExperimentItems.UPDATED, now)
                .add(1, ExperimentItems.GENERATION)
                .whenExists()
                .when(
                        "{" + ExperimentItems.STAGE + "} <> {0}",
                        List.of(ExperimentItems.STAGE),
                        AttributeValue.fromS(stage.label()))
                .orRefuseUnless(DynamoExperimentStore::wasCutShort, () -> TrackingErrors.experimentNotFound(id))
                .orFound();
        switch (table.tryWrite(update)) {
            case Outcome.Written(Optional<Item> experiment) -> updateRuns(id, experiment.orElseThrow());
            case Outcome.Found(Key _, Optional<Item> experiment) -> updateRuns(id, experiment.orElseThrow());
            case Outcome.Skipped _ -> {}
        }
    }

    /** Whether some runs do not follow the last deletion or restoration yet. */
    private static boolean wasCutShort(Item experiment) {
        return experiment.number(ExperimentItems.TOLD) < experiment.number(ExperimentItems.GENERATION);
    }

    private void updateRuns(long id, Item experiment) {
        runLifecycles.follow(id, experiment);
        AttributeValue generation = experiment.required(ExperimentItems.GENERATION);
        // if it was deleted or restored once more, that request updates the runs
        table.write(Write.update(ExperimentItems.key(id))
                .set(generation, ExperimentItems.TOLD)
                .whenEqual(generation, ExperimentItems.GENERATION)
                .orSkip());
    }

    @Override
    public void setTag(long id, String key, String value) {
        Write update = whenActive(id, settingTag(id, key, value))
                .whenAbsentOrPresent(ApartMaps.COUNT, ExperimentItems.TAGS, key)
                .orFound();
        if (table.tryWrite(update) instanceof Outcome.Found(Key _, Optional<Item> experiment)) {
            Item whole = ApartMaps.whole(table, experiment.orElseThrow());
            if (!whole.entries(ExperimentItems.TAGS).containsKey(key)) {
                ApartMaps.checkRoom(whole);
            }
            table.write(whenActive(id, settingTag(id, key, value)));
        }
    }

    private static Write settingTag(long id, String key, String value) {
        return ExperimentItems.update(id).set(AttributeValue.fromS(value), ExperimentItems.TAGS, key);
    }

    /** Adds to a write of the experiment the condition that it is active. */
    private static Write whenActive(long id, Write write) {
        return write.whenEqual(ACTIVE, ExperimentItems.STAGE)
                .orRefuseUnless(_ -> true, () -> TrackingErrors.experimentNotFound(id))
                .orRefuseUnless(ExperimentItems::isActive, () -> TrackingErrors.experimentNotActive(id));
    }

    @Override
    public void deleteTag(long id, String key) {
        Write update = whenActive(id, removingTag(id, key))
                .whenPresent(ExperimentItems.TAGS, key)
                .whenAbsent(ApartMaps.COUNT)
                .orFound();
        if (table.tryWrite(update) instanceof Outcome.Found(Key _, Optional<Item> found)) {
            if (!found.map(ApartMaps::areOf).orElseThrow()) {
                throw TrackingErrors.experimentTagNotFound(id, key);
            }
            LostRace.retrying(() -> deleteTagWherever(id, key));
        }
    }

    /** Deletes a tag of an experiment with maps apart. */
    private Outcome deleteTagWherever(long id, String key) {
        Item experiment = item(id);
        if (!ApartMaps.whole(table, experiment).entries(ExperimentItems.TAGS).containsKey(key)) {
            throw TrackingErrors.experimentTagNotFound(id, key);
        }
        List<Write> writes = new ArrayList<>();
        writes.add(whenActive(id, removingTag(id, key))
                .whenEqual(experiment.required(ApartMaps.COUNT), ApartMaps.COUNT)
                .orLostRace());
        writes.addAll(ApartMaps.deletions(table, experiment, ExperimentItems.TAGS, key));
        return table.tryTransact(writes);
    }

    private static Write removingTag(long id, String key) {
        return ExperimentItems.update(id).remove(ExperimentItems.TAGS, key);
    }

    @Override
    public Page<Experiment> search(ExperimentSearch search) {
        return listings.search(
                search, new Listings.Reading<>(List.of(ExperimentItems.LISTING), this::listed, _ -> false));
    }

    /** Returns an experiment by its items in the index, which may lag behind each other. */
    private Experiment listed(List<Item> group) {
        return toExperiment(ApartMaps.whole(group).getFirst());
    }
}
