package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.event.ModelIds;
import io.lambdaregistry.dynamodb.kit.DeletedItems;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.registry.RegistryErrors;
import io.lambdaregistry.registry.Stage;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of registered models: {@code MODEL#<name>}.
 *
 * <p>Versions refer to the immutable {@link #ID}, so a rename moves one item however many versions there are. The item also
 * contains the numbers of the versions in Staging and Production; a transition changes it in the same transaction, so that
 * archiving needs no search and cannot miss a version.
 */
public final class ModelItems {
    public static final String NAME = "name";
    public static final String ID = ModelIds.ID;
    static final String DESCRIPTION = "description";
    static final String CREATED = "created";
    public static final String UPDATED = "updated";

    /** The time of the last rename, which counts as a change of every older version. */
    static final String RENAMED = "renamed";

    public static final String TAGS = "tags";
    public static final String ALIASES = "aliases";

    /** The highest version number ever given. */
    public static final String VERSIONS = "versions";

    /** True since a version was first archived. */
    static final String ARCHIVED = "archived";

    /** Incremented by every write, so that a rename copies the present item and no older one. */
    static final String REVISION = "revision";

    /** The order of the last event. The next event has a greater order. */
    public static final String LAST_EVENT = "last_event";

    /** The {@link #ID} that a deleted model had. Without an id, no other write changes the model. */
    public static final String DELETED_ID = "deleted_id";

    private ModelItems() {}

    /** The model that has a name; empty if it is deleted. */
    public static Optional<Item> read(Table table, String name) {
        return table.get(key(name)).filter(ModelItems::isLiving);
    }

    /**
     * The living model with an id; empty if it is deleted.
     *
     * @param name a name that the model has or had
     */
    public static Optional<Item> find(Table table, String id, String name) {
        return named(table, id, name)
                .or(() -> table.get(renamedKey(id)).flatMap(renamed -> named(table, id, renamed.string(NAME))));
    }

    private static Optional<Item> named(Table table, String id, String name) {
        return read(table, name).filter(model -> model.string(ID).equals(id));
    }

    public static boolean isLiving(Item model) {
        return model.has(ID);
    }

    public static Key key(String name) {
        return ModelIds.key(name);
    }

    /** The key of the row with the present name of a renamed model. */
    public static Key renamedKey(String id) {
        return new Key("RENAMED#" + id, Keys.MAIN_ITEM);
    }

    /** A model that has no versions and no aliases yet. */
    public static Item of(RegisteredModel model, String id, ListingShards shards) {
        String name = model.name();
        Item item = Item.with(key(name))
                .set(ID, id)
                .set(NAME, name)
                .set(DESCRIPTION, model.description().isEmpty() ? null : model.description())
                .set(CREATED, (Long) model.creationTimestamp())
                .set(UPDATED, (Long) model.lastUpdatedTimestamp())
                .set(TAGS, model.tags())
                .set(ALIASES, Map.of());
        return listed(item, name, RegisteredModel.isListedAsPrompt(model.tags()), shards);
    }

    private static Item listed(Item model, String name, boolean prompt, ListingShards shards) {
        return model.set(Keys.LISTING_PK, listing(name, prompt, shards)).set(Keys.LISTING_SK, name);
    }

    /** The partition of the listing to put a model in. */
    static String listing(String name, boolean prompt, ListingShards shards) {
        return Listing.MODELS.partition(shards.toWrite(name), prompt);
    }

    /** The same model under another name. */
    static Item renamed(Item model, String newName, long now, ListingShards shards) {
        Item renamed = at(key(newName), model)
                .set(NAME, newName)
                .set(UPDATED, now)
                .set(RENAMED, now)
                .set(REVISION, (model.number(REVISION) + 1));
        return listed(renamed, newName, RegisteredModel.isListedAsPrompt(model.strings(TAGS)), shards);
    }

    /** Deletes a model, which keeps its name until another takes that. */
    static Write delete(String name, long now) {
        Write update = update(name)
                .move(ID, DELETED_ID)
                .set(Keys.LISTING_PK, deletedOfName(name))
                .set(Keys.LISTING_SK, Keys.sortable(now));
        return DeletedItems.mark(update, now, "model#" + Keys.hash(name));
    }

    /** The partition of the listing with the deleted models that had a name. */
    static String deletedOfName(String name) {
        return "DELETED_MODELS#" + Keys.hash(name);
    }

    /** The key of a deleted model whose name another has taken. */
    public static Key deletedKey(String id) {
        return new Key("DELETED_MODEL#" + id, Keys.MAIN_ITEM);
    }

    /** A deleted model at the key where it makes room for another of its name. */
    static Item putAside(Item deleted) {
        return at(deletedKey(deleted.string(DELETED_ID)), deleted);
    }

    private static Item at(Key key, Item model) {
        return model.copy().set(Keys.PK, key.pk()).set(Keys.SK, key.sk());
    }

    /** A deleted model as it was before, under the name that it had. */
    static Item restored(Item deleted, ListingShards shards) {
        String name = deleted.string(NAME);
        Item model = at(key(name), deleted).set(ID, deleted.string(DELETED_ID));
        return listed(model, name, RegisteredModel.isListedAsPrompt(deleted.strings(TAGS)), shards)
                .without(DELETED_ID)
                .without(DeletedItems.AT)
                .without(Keys.LOOKUP_PK)
                .without(Keys.LOOKUP_SK);
    }

    static RegisteredModel toModel(Item item) {
        return new RegisteredModel(
                item.string(NAME),
                item.number(CREATED),
                item.number(UPDATED),
                item.string(DESCRIPTION),
                item.strings(TAGS),
                item.numbers(ALIASES),
                List.of());
    }

    static List<String> aliasesOf(Item model, long version) {
        return model.numbers(ALIASES).entrySet().stream()
                .filter(alias -> alias.getValue() == version)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The attribute with the numbers of the versions that are in an active stage. */
    static String versionsIn(Stage stage) {
        return "in_" + stage.label();
    }

    static Set<Long> versionsIn(Item model, Stage stage) {
        return model.numberSet(versionsIn(stage));
    }

    /** The stages that may have versions; for the others nothing has to be read. */
    static Set<Stage> stagesInUse(Item model) {
        Set<Stage> stages = new LinkedHashSet<>();
        for (Stage stage : Stage.ALL) {
            if (isInUse(model, stage)) {
                stages.add(stage);
            }
        }
        return stages;
    }

    private static boolean isInUse(Item model, Stage stage) {
        if (stage.isActive()) {
            return model.has(versionsIn(stage));
        }
        return stage.equals(Stage.NONE) ? model.number(VERSIONS) > 0 : model.has(ARCHIVED);
    }

    /**
     * The highest version of a stage, by the model's item; empty if the item does not say. An archived or deleted version may
     * be returned.
     */
    static Optional<Long> highestIn(Item model, Stage stage) {
        if (stage.isActive()) {
            return versionsIn(model, stage).stream().max(Comparator.naturalOrder());
        }
        long last = model.number(VERSIONS);
        return stage.equals(Stage.NONE)
                        && Stream.of(Stage.STAGING, Stage.PRODUCTION)
                                .noneMatch(active -> versionsIn(model, active).contains(last))
                ? Optional.of(last)
                : Optional.empty();
    }

    static Write update(String name) {
        return Write.update(key(name)).add(1, REVISION).whenPresent(ID);
    }

    static AttributeValue id(Item model) {
        return AttributeValue.fromS(model.string(ID));
    }

    /** Adds the condition that nothing has written to the model since it was read; otherwise the race is lost. */
    static Write whenStill(Item model, Write write) {
        write.whenEqual(id(model), ID).orLostRace();
        return model.has(REVISION)
                ? write.whenEqual(Item.number(model.number(REVISION)), REVISION)
                : write.whenAbsent(REVISION);
    }

    /**
     * Reads a model.
     *
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST if no model has the name
     */
    static Item existing(Table table, String name) {
        return read(table, name).orElseThrow(() -> RegistryErrors.modelNotFound(name));
    }
}
