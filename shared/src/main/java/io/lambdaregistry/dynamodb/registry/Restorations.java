package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.DeletedItems;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.LostRace;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.registry.RegistryErrors;
import io.lambdaregistry.registry.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Restores deleted models and versions. Each restoration is one transaction, on the condition that the item that was read is
 * still deleted. So only one of a restoration and a collection succeeds, and only one of two restorations.
 */
final class Restorations {
    private final Table table;
    private final ListingShards shards;
    private final ModelChanges changes;
    private final ModelNames names;

    Restorations(Table table, ListingShards shards, ModelChanges changes) {
        this.table = table;
        this.shards = shards;
        this.changes = changes;
        this.names = new ModelNames(table, shards);
    }

    /** @param modelId chooses one of several deleted models of the name; empty for the one that was deleted last */
    RegisteredModel model(String name, String modelId, String newName, Occasion occasion) {
        return LostRace.retrying(() -> {
            Item deleted = deletedModels(name).stream()
                    .filter(model -> modelId.isEmpty()
                            || model.string(ModelItems.DELETED_ID).equals(modelId))
                    .max(Comparator.comparingLong(model -> model.number(DeletedItems.AT)))
                    .orElseThrow(() -> RegistryErrors.deletedModelNotFound(name));
            long order = changes.orderBehind(deleted.number(ModelItems.LAST_EVENT), occasion);
            Item model = ModelItems.restored(deleted, shards).set(ModelItems.LAST_EVENT, order);
            Write event = ModelChanges.event(
                    order, model.string(ModelItems.ID), name, occasion, new RegistryChange.ModelRestored(newName));
            return ModelItems.toModel(
                    deleted.key().equals(ModelItems.key(newName))
                            ? whereItLies(deleted, model, event)
                            : elsewhere(deleted, model, newName, event, occasion));
        });
    }

    private Item whereItLies(Item deleted, Item model, Write event) {
        List<Write> writes = new ArrayList<>();
        writes.add(
                DeletedItems.whenStill(deleted, Write.put(model).ofExisting()).orLostRace());
        writes.add(event);
        writes.addAll(NameRows.put(model, shards));
        table.transact(writes);
        return model;
    }

    /** Restores a model whose name, and perhaps whose rows of tags, another model has taken. */
    private Item elsewhere(Item deleted, Item model, String newName, Write event, Occasion occasion) {
        List<Write> others = new ArrayList<>();
        others.add(DeletedItems.whenStill(deleted, Write.delete(deleted.key())).orLostRace());
        others.add(event);
        if (model.string(ModelItems.NAME).equals(newName)) {
            names.take(model, others);
            return model;
        }
        Item renamed = ModelItems.renamed(model, newName, occasion.time(), shards);
        others.add(Write.put(RenamedModels.row(renamed)));
        names.take(renamed, others);
        return renamed;
    }

    /**
     * The deleted models that had a name. If no model has taken the name since, it is read consistently; others are found by
     * an index that may lag.
     */
    private List<Item> deletedModels(String name) {
        List<Key> keys = new ArrayList<>(List.of(ModelItems.key(name)));
        table.queryAll(Query.listing(ModelItems.deletedOfName(name)))
                .forEach(model -> keys.add(ModelItems.deletedKey(model.string(ModelItems.DELETED_ID))));
        return table.batchGet(keys).values().stream()
                .filter(model -> model.has(DeletedItems.AT))
                .toList();
    }

    /** Restores a version with the aliases that no other version has now, and in its stage unless another version is there. */
    ModelVersion version(String name, long number, Occasion occasion) {
        return LostRace.retrying(() -> {
            Item model = ModelItems.read(table, name).orElseThrow(() -> RegistryErrors.modelNotFound(name));
            Item deleted = table.get(VersionItems.key(model.string(ModelItems.ID), number))
                    .filter(item -> item.has(DeletedItems.AT))
                    .orElseThrow(() -> RegistryErrors.deletedVersionNotFound(name, number));
            Stage stage = stageOf(deleted, model);
            Item version = VersionItems.of(
                    model,
                    VersionItems.toVersion(deleted.copy().set(VersionItems.STAGE, stage.label()), model),
                    shards);
            List<String> aliases = deleted.stringSet(VersionItems.ALIASES).stream()
                    .filter(alias -> !model.numbers(ModelItems.ALIASES).containsKey(alias))
                    .sorted()
                    .toList();
            List<RegistryChange> made = new ArrayList<>(List.of(new RegistryChange.VersionRestored(number, stage)));
            aliases.forEach(alias -> made.add(new RegistryChange.AliasSet(alias, number, OptionalLong.empty())));
            List<Write> writes = new ArrayList<>();
            writes.add(DeletedItems.whenStill(deleted, Write.put(version).ofExisting())
                    .orLostRace());
            long last = changes.add(writes, model, occasion, made);
            Write onModel = ModelChanges.unchanged(model, last).set(ModelItems.UPDATED, occasion.time());
            StageTransitions.enter(onModel, stage, number);
            writes.add(onModel.set(pointing(model, aliases, number), ModelItems.ALIASES));
            table.transact(writes);
            return VersionItems.toVersion(version, model).withAliases(aliases);
        });
    }

    private static Stage stageOf(Item version, Item model) {
        Stage stage = Stage.stored(version.string(VersionItems.STAGE));
        return stage.isActive() && !ModelItems.versionsIn(model, stage).isEmpty() ? Stage.ARCHIVED : stage;
    }

    private static AttributeValue pointing(Item model, List<String> aliases, long version) {
        Map<String, AttributeValue> all = new HashMap<>(model.entries(ModelItems.ALIASES));
        aliases.forEach(alias -> all.put(alias, Item.number(version)));
        return AttributeValue.fromM(all);
    }
}
