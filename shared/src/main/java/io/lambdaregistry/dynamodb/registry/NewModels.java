package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.event.ModelIds;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.LostRace;
import io.lambdaregistry.dynamodb.kit.Outcome;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.registry.RegistryErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Creates models. The name is claimed by the model's item, and the id by its first event. */
final class NewModels {
    private final Table table;
    private final ListingShards shards;
    private final ModelChanges changes;

    NewModels(Table table, ListingShards shards, ModelChanges changes) {
        this.table = table;
        this.shards = shards;
        this.changes = changes;
    }

    RegisteredModel create(String name, String description, Map<String, String> tags, Occasion occasion) {
        long now = occasion.time();
        return created(
                new RegisteredModel(name, now, now, description, tags, Map.of(), List.of()),
                occasion,
                taken -> RegistryErrors.nameTaken(name, taken.strings(ModelItems.TAGS), tags));
    }

    RegisteredModel importModel(RegisteredModel model, Occasion occasion) {
        return LostRace.retrying(() -> ModelItems.read(table, model.name())
                .map(ModelItems::toModel)
                .orElseGet(() -> created(model, occasion, taken -> new LostRace())));
    }

    /** @param refusal makes the exception of the model that has the name already */
    private RegisteredModel created(
            RegisteredModel model, Occasion occasion, Function<Item, ? extends RuntimeException> refusal) {
        String name = model.name();
        List<Item> rows = TagRows.ofTransaction(table, TagRows.ofModel(name, model.tags()));
        Optional<Item> deleted = Optional.empty();
        String id = ModelIds.first(name);
        while (true) {
            long order = changes.orderBehind(0, occasion);
            Item item = ModelItems.of(model, id, shards).set(ModelItems.LAST_EVENT, order);
            if (!(create(item, deleted, event(order, model, id, occasion), rows)
                    instanceof Outcome.Found(Key at, Optional<Item> there))) {
                shards.created(name);
                return ModelItems.toModel(item);
            }
            if (at.equals(item.key())) {
                if (there.filter(ModelItems::isLiving).isPresent()) {
                    throw refusal.apply(there.get());
                }
                deleted = there;
            }
            // a model that was deleted or renamed had the name before: its id stays its own
            id = UUID.randomUUID().toString();
        }
    }

    private static Write event(long order, RegisteredModel model, String id, Occasion occasion) {
        RegistryChange change = new RegistryChange.ModelCreated(model.description(), model.tags());
        return ModelChanges.event(order, id, model.name(), occasion, change);
    }

    /** Puts a new model and its first event, which claims the id. Returns the item that has the name already, or else the id. */
    private Outcome create(Item model, Optional<Item> deleted, Write event, List<Item> rows) {
        List<Write> writes = new ArrayList<>();
        writes.add(ModelNames.take(model, deleted).orFound());
        writes.addAll(ModelNames.withTaken(model, deleted, shards));
        writes.add(event.orFound());
        rows.forEach(row -> writes.add(Write.put(row)));
        return table.tryTransact(writes);
    }
}
