package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.DeletedItems;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.RecentRows;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.NewModelVersion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.registry.Stage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of model versions: {@code VERSIONS#<model id>} / the number, zero-padded.
 *
 * <p>An item notes the name its model had when it was written, as a hint for searches; the model's own item is asked
 * whether it still holds.
 */
public final class VersionItems {
    public static final String VERSION = "version";
    public static final String MODEL_ID = "model_id";
    public static final String MODEL_NAME = "model_name";
    static final String CREATED = "created";
    static final String UPDATED = "updated";
    static final String DESCRIPTION = "description";
    static final String STAGE = "stage";
    static final String SOURCE = "source";
    public static final String STORAGE = "storage";
    static final String RUN_ID = "run_id";
    static final String RUN_LINK = "run_link";
    static final String LOGGED_MODEL = "logged_model";
    public static final String TAGS = "tags";

    /** In a deleted version: the aliases that were deleted with it. */
    static final String ALIASES = "aliases";

    private VersionItems() {}

    /** Whether the version is not deleted. A deleted version is in no index of its model's versions. */
    public static boolean isLiving(Item version) {
        return version.has(Keys.UPDATE_SK);
    }

    public static Write whenLiving(Write write) {
        return write.whenPresent(Keys.UPDATE_SK);
    }

    /** Reads a version; empty if it is deleted. */
    public static Optional<Item> read(Table table, Key key) {
        return table.get(key).filter(VersionItems::isLiving);
    }

    /** Deletes a version, with the aliases that point at it. */
    static Write delete(String modelId, long version, List<String> aliases, long now) {
        Write update = whenLiving(Write.update(key(modelId, version)))
                .remove(Keys.STAGE_SK)
                .remove(Keys.UPDATE_SK)
                .remove(Keys.LISTING_PK)
                .remove(Keys.LISTING_SK);
        if (!aliases.isEmpty()) {
            update.set(AttributeValue.fromSs(aliases), ALIASES);
        }
        return DeletedItems.mark(update, now, "version#" + modelId + "#" + Keys.sortable(version));
    }

    public static String partition(String modelId) {
        return "VERSIONS#" + modelId;
    }

    public static Key key(String modelId, long version) {
        return new Key(partition(modelId), Keys.sortable(version));
    }

    /** The partition of the listing to put a version in. */
    static String listing(String modelId, long version, boolean prompt, ListingShards shards) {
        return Listing.VERSIONS.partition(shards.toWrite(modelId + version), prompt);
    }

    static String ofRun(String runId) {
        return "RUN_VERSIONS#" + runId;
    }

    /**
     * The row by which a search by run id finds a new version that the index may not have yet; empty if the version has no
     * run.
     */
    public static List<Write> recent(Item version) {
        String run = version.string(RUN_ID);
        return run.isEmpty()
                ? List.of()
                : List.of(Write.put(RecentRows.row(ofRun(run), version.key())
                        .set(MODEL_ID, version.string(MODEL_ID))
                        .set(MODEL_NAME, version.string(MODEL_NAME))
                        .set(VERSION, (Long) version.number(VERSION))
                        .set(UPDATED, (Long) version.number(UPDATED))
                        .set(Keys.LOOKUP_SK, version.string(Keys.LOOKUP_SK))));
    }

    static String stageKey(Stage stage, long version) {
        return stage.label() + "#" + Keys.sortable(version);
    }

    /** Sorts versions by their last update, then by their number. */
    static String updateKey(long updated, long version) {
        return Keys.sortable(updated) + "#" + Keys.sortable(version);
    }

    public static Item create(Item model, long number, NewModelVersion given, long now, ListingShards shards) {
        return of(
                model,
                new ModelVersion(
                        model.string(ModelItems.NAME),
                        number,
                        now,
                        now,
                        given.description(),
                        Stage.NONE,
                        given.source(),
                        given.storageLocation(),
                        given.runId(),
                        given.runLink(),
                        given.modelId(),
                        given.tags(),
                        List.of()),
                shards);
    }

    static Item of(Item model, ModelVersion version, ListingShards shards) {
        String modelId = model.string(ModelItems.ID);
        long number = version.version();
        String updateKey = updateKey(version.lastUpdatedTimestamp(), number);
        Item item = Item.with(key(modelId, number))
                .set(VERSION, (Long) number)
                .set(MODEL_ID, modelId)
                .set(MODEL_NAME, model.string(ModelItems.NAME))
                .set(CREATED, (Long) version.creationTimestamp())
                .set(UPDATED, (Long) version.lastUpdatedTimestamp())
                .set(DESCRIPTION, version.description())
                .set(STAGE, version.stage().label())
                .set(SOURCE, version.source())
                .set(STORAGE, version.storageLocation())
                .set(RUN_ID, orNull(version.runId()))
                .set(RUN_LINK, orNull(version.runLink()))
                .set(LOGGED_MODEL, orNull(version.modelId()))
                .set(TAGS, version.tags())
                .set(Keys.STAGE_SK, stageKey(version.stage(), number))
                .set(Keys.UPDATE_SK, updateKey)
                .set(
                        Keys.LISTING_PK,
                        listing(modelId, number, RegisteredModel.isListedAsPrompt(version.tags()), shards))
                .set(Keys.LISTING_SK, updateKey)
                .set(Keys.LOOKUP_SK, updateKey);
        return version.runId().isEmpty() ? item : item.set(Keys.LOOKUP_PK, ofRun(version.runId()));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Sets the time of a change in the version and in the keys that sort versions by it. */
    static Write touch(Write update, long version, long now) {
        String updateKey = updateKey(now, version);
        return update.set(UPDATED, now)
                .set(Keys.UPDATE_SK, updateKey)
                .set(Keys.LISTING_SK, updateKey)
                .set(Keys.LOOKUP_SK, updateKey);
    }

    static Write moveTo(Stage stage, String modelId, long version, long now) {
        return whenLiving(touch(Write.update(key(modelId, version)), version, now))
                .set(STAGE, stage.label())
                .set(Keys.STAGE_SK, stageKey(stage, version));
    }

    /** The version of an item, without its aliases. */
    static ModelVersion toVersion(Item item, Item model) {
        return new ModelVersion(
                model.string(ModelItems.NAME),
                item.number(VERSION),
                item.number(CREATED),
                Math.max(item.number(UPDATED), model.number(ModelItems.RENAMED)),
                item.stringOrNull(DESCRIPTION),
                Stage.stored(item.string(STAGE)),
                item.string(SOURCE),
                item.string(STORAGE),
                item.string(RUN_ID),
                item.string(RUN_LINK),
                item.string(LOGGED_MODEL),
                item.strings(TAGS),
                List.of(),
                VersionSeals.of(item),
                VersionSeals.signatures(item));
    }

    static ModelVersion withAliases(Item item, Item model) {
        return toVersion(item, model).withAliases(ModelItems.aliasesOf(model, item.number(VERSION)));
    }
}
