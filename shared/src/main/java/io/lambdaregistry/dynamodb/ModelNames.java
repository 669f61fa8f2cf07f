package io.lambdaregistry.dynamodb;

import io.lambdaregistry.registry.RegistryErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts models that have an id already under another name. */
final class ModelNames {
    private final Table table;

    ModelNames(Table table) {
        this.table = table;
    }

    /**
     * Puts a model under its name, in one transaction with the rows of its tags.
     *
     * @param others what else it takes, with the conditions on what was read
     * @throws LostRace where one of those did not hold, or the name became free meanwhile
     */
    void take(Item model, List<Write> others) {
        List<Write> all = new ArrayList<>(others);
        String name = model.string(ModelItems.NAME);
        TagRows.ofTransaction(table, TagRows.ofModel(name, model.strings(ModelItems.TAGS)))
                .forEach(row -> all.add(Write.put(row)));
        take(model, Optional.empty(), all);
    }

    /** @param deleted one that has the name still */
    private void take(Item model, Optional<Item> deleted, List<Write> others) {
        List<Write> writes = new ArrayList<>();
        writes.add(ModelItems.take(model, deleted)
                .orRefuseIf(ModelItems::isLiving, () -> RegistryErrors.modelExists(model.string(ModelItems.NAME)))
                .orFound());
        writes.addAll(ModelItems.withTaken(model, deleted));
        writes.addAll(others);
        if (table.tryTransact(writes) instanceof Outcome.Found(Key _, Optional<Item> there)) {
            take(model, Optional.of(there.orElseThrow(LostRace::new)), others);
        }
    }
}
