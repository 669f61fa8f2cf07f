package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.LongTexts;
import io.lambdaregistry.dynamodb.kit.LostRace;
import io.lambdaregistry.dynamodb.kit.Outcome;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.registry.Occasion;
import java.util.List;
import java.util.OptionalLong;

/** Sets and deletes the aliases of models. */
final class AliasChanges {
    private final ModelChanges changes;
    private final VersionTransactions versions;

    AliasChanges(ModelChanges changes, VersionTransactions versions) {
        this.changes = changes;
        this.versions = versions;
    }

    void set(String name, String alias, long version, Occasion occasion) {
        LostRace.retrying(() -> point(versions.modelOf(name, version), alias, version, occasion));
    }

    long importAlias(String name, String alias, long version, Occasion occasion) {
        return LostRace.retrying(() -> {
            Item model = versions.modelOf(name, version);
            Long present = model.numbers(ModelItems.ALIASES).get(alias);
            if (present == null) {
                point(model, alias, version, occasion);
                return version;
            }
            return present;
        });
    }

    /** @param model as it was read: an alias that has moved since loses the race */
    private Outcome point(Item model, String alias, long version, Occasion occasion) {
        Long from = model.numbers(ModelItems.ALIASES).get(alias);
        if (from == null) {
            LongTexts.checkRoomFor(alias, model);
        }
        Write onModel =
                ModelItems.update(model.string(ModelItems.NAME)).set(Item.number(version), ModelItems.ALIASES, alias);
        return versions.transact(
                model,
                version,
                occasion,
                new RegistryChange.AliasSet(
                        alias, version, from == null ? OptionalLong.empty() : OptionalLong.of(from)),
                VersionItems.whenLiving(Write.check(VersionItems.key(model.string(ModelItems.ID), version))),
                from == null
                        ? onModel.whenAbsent(ModelItems.ALIASES, alias)
                        : onModel.whenEqual(Item.number(from), ModelItems.ALIASES, alias),
                List.of());
    }

    void delete(String name, String alias, Occasion occasion) {
        changes.change(
                name,
                occasion,
                new RegistryChange.AliasDeleted(alias),
                () -> ModelItems.update(name)
                        .remove(ModelItems.ALIASES, alias)
                        .whenPresent(ModelItems.ALIASES, alias)
                        .orSkip(),
                List.of());
    }
}
