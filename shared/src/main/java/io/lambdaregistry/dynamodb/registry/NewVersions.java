package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.LostRace;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.metering.Fork;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.NewModelVersion;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.RegistryErrors;
import io.lambdaregistry.registry.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Creates versions, with their events and the rows that they are found by. */
final class NewVersions {
    private final Table table;
    private final ListingShards shards;
    private final ModelChanges changes;

    NewVersions(Table table, ListingShards shards, ModelChanges changes) {
        this.table = table;
        this.shards = shards;
        this.changes = changes;
    }

    ModelVersion create(String name, Supplier<NewModelVersion> version, Occasion occasion) {
        Fork<NewModelVersion> resolved = Fork.of(version::get);
        Optional<Item> model = ModelItems.read(table, name);
        NewModelVersion given = resolved.join();
        return withNextNumber(model.orElseThrow(() -> RegistryErrors.modelNotFound(name)), given, occasion)
                .orElseGet(() -> withDrawnNumber(name, given, occasion));
    }

    /**
     * Creates a version whose number is taken in the same transaction. Returns empty if the model has changed since it was
     * read.
     */
    private Optional<ModelVersion> withNextNumber(Item model, NewModelVersion given, Occasion occasion) {
        long number = model.number(ModelItems.VERSIONS) + 1;
        Item version = VersionItems.create(model, number, given, occasion.time(), shards);
        Write counted = touched(model, occasion)
                .set(ModelItems.VERSIONS, number)
                .whenAbsentOrEqual(Item.number(number - 1), ModelItems.VERSIONS);
        return changes.changeOnce(
                                model,
                                occasion,
                                ModelChanges.versionCreated(number, given),
                                counted,
                                rowsOf(version, model, given))
                        .isWritten()
                ? Optional.of(VersionItems.toVersion(version, model))
                : Optional.empty();
    }

    /** Creates a version whose number is drawn beforehand, so that concurrent creations do not wait for each other. */
    private ModelVersion withDrawnNumber(String name, NewModelVersion given, Occasion occasion) {
        Item model = counted(name);
        long number = model.number(ModelItems.VERSIONS);
        Item version = VersionItems.create(model, number, given, occasion.time(), shards);
        changes.change(
                model,
                occasion,
                ModelChanges.versionCreated(number, given),
                () -> touched(model, occasion),
                rowsOf(version, model, given));
        return VersionItems.toVersion(version, model);
    }

    private static Write touched(Item model, Occasion occasion) {
        return ModelItems.update(model.string(ModelItems.NAME)).set(ModelItems.UPDATED, occasion.time());
    }

    /** The writes of a new version: its item and the rows by which it is found. */
    private List<Write> rowsOf(Item version, Item model, NewModelVersion given) {
        List<Write> writes = new ArrayList<>();
        writes.add(Write.put(version));
        writes.addAll(ReferenceItems.of(version));
        writes.addAll(VersionItems.recent(version));
        List<Item> tags = TagRows.ofVersion(model, version.number(VersionItems.VERSION), given.tags());
        TagRows.ofTransaction(table, tags).forEach(row -> writes.add(Write.put(row)));
        return writes;
    }

    /** The model with a version number that no other request gets. */
    private Item counted(String name) {
        return table.draw(
                ModelItems.update(name).add(1, ModelItems.VERSIONS).orRefuse(() -> RegistryErrors.modelNotFound(name)));
    }

    boolean importVersion(ModelVersion version, Occasion occasion) {
        return LostRace.retrying(() -> {
            Item model = ModelItems.existing(table, version.name());
            if (model.number(ModelItems.VERSIONS) >= version.version()) {
                return false;
            }
            List<Write> writes = new ArrayList<>();
            long order = model.number(ModelItems.LAST_EVENT);
            for (RegistryChange change : changesOf(version)) {
                order = changes.orderBehind(order, occasion);
                writes.add(ModelChanges.event(order, model.string(ModelItems.ID), version.name(), occasion, change)
                        .orLostRace());
            }
            writes.add(ModelItems.whenStill(model, counted(model, version)).set(ModelItems.LAST_EVENT, order));
            Item item = VersionItems.of(model, version, shards);
            writes.add(Write.put(item).whenAbsent().orLostRace());
            writes.addAll(ReferenceItems.of(item));
            TagRows.ofTransaction(table, TagRows.ofVersion(model, version.version(), version.tags()))
                    .forEach(row -> writes.add(Write.put(row)));
            table.transact(writes);
            return true;
        });
    }

    /** The change of the model by an imported version, which has its number already. */
    private static Write counted(Item model, ModelVersion version) {
        Write count = ModelItems.update(version.name())
                .set(ModelItems.VERSIONS, version.version())
                .set(ModelItems.UPDATED, Math.max(model.number(ModelItems.UPDATED), version.creationTimestamp()));
        StageTransitions.enter(count, version.stage(), version.version());
        return count;
    }

    private static List<RegistryChange> changesOf(ModelVersion version) {
        RegistryChange created = new RegistryChange.VersionCreated(
                version.version(),
                version.source(),
                version.runId(),
                version.runLink(),
                version.modelId(),
                version.description() == null ? "" : version.description(),
                version.tags());
        return version.stage().equals(Stage.NONE)
                ? List.of(created)
                : List.of(
                        created,
                        new RegistryChange.StageChanged(version.version(), Stage.NONE, version.stage(), List.of()));
    }
}
