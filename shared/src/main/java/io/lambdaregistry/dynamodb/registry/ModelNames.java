package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.DeletedItems;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.LostRace;
import io.lambdaregistry.dynamodb.kit.Outcome;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.registry.RegistryErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts models under names. */
public final class ModelNames {
    private final Table table;
    private final ListingShards shards;

    ModelNames(Table table, ListingShards shards) {
        this.table = table;
        this.shards = shards;
    }

    /**
     * Puts a model under its name, in one transaction with the rows of its tags.
     *
     * @param others the other writes of the transaction, with the conditions on what was read
     * @throws LostRace if one of those conditions does not hold, or the name became free meanwhile
     */
    void take(Item model, List<Write> others) {
        List<Write> all = new ArrayList<>(others);
        String name = model.string(ModelItems.NAME);
        TagRows.ofTransaction(table, TagRows.ofModel(name, model.strings(ModelItems.TAGS)))
                .forEach(row -> all.add(Write.put(row)));
        take(model, Optional.empty(), all);
    }

    /** Puts a model under its name, on the condition that no other model has the name, except for that deleted one. */
    public static Write take(Item model, Optional<Item> deleted) {
        Write put = Write.put(model);
        return deleted.map(before -> DeletedItems.whenStill(before, put)).orElseGet(put::whenAbsent);
    }

    /** The writes that go with {@link #take}: the row of the name, and the deleted model at another key. */
    public static List<Write> withTaken(Item model, Optional<Item> deleted, ListingShards shards) {
        return Stream.concat(
                        NameRows.put(model, shards).stream(),
                        deleted.stream()
                                .map(before ->
                                        Write.put(ModelItems.putAside(before)).ofExisting()))
                .toList();
    }

    /** @param deleted a deleted model that still has the name */
    private void take(Item model, Optional<Item> deleted, List<Write> others) {
        List<Write> writes = new ArrayList<>();
        writes.add(take(model, deleted)
                .ofExisting()
                .orRefuseIf(ModelItems::isLiving, () -> RegistryErrors.modelExists(model.string(ModelItems.NAME)))
                .orFound());
        writes.addAll(withTaken(model, deleted, shards));
        writes.addAll(others);
        if (table.tryTransact(writes) instanceof Outcome.Found(Key _, Optional<Item> there)) {
            take(model, Optional.of(there.orElseThrow(LostRace::new)), others);
        }
    }
}
