package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Table;
import java.util.List;
import java.util.Map;

/**
 * One row for each tag, found by key and value in the lookup index, so that a search for an exact tag costs no more than
 * its matches.
 *
 * <p>A row is written in the transaction that writes the tag, and is a hint: a search asks the model or version itself whether
 * it has the tag. So a row that outlives its model does no harm.
 */
public final class TagRows {
    static final String MODEL_NAME = "model_name";
    static final String MODEL_ID = "model_id";
    static final String VERSION = "version";

    /** The number of writes of a transaction that are kept for the model or version of the rows. */
    private static final int OTHERS = 10;

    private TagRows() {}

    /**
     * The rows to write in the transaction of their model or version. Rows that do not fit it are written now, unless they
     * replace another row; a row alone has no effect.
     */
    static List<Item> ofTransaction(Table table, List<Item> rows) {
        int first = Math.min(rows.size(), table.room() - OTHERS);
        table.batchPut(rows.subList(first, rows.size()).stream()
                .map(TagRows::replacingNone)
                .toList());
        return rows.subList(0, first);
    }

    public static String partition(String model) {
        return "TAGS#" + model;
    }

    static Key modelKey(String model, String tag) {
        return new Key(partition(model), tag);
    }

    public static String partition(String modelId, long version) {
        return "VERSION_TAGS#" + modelId + "#" + version;
    }

    /** The tag of a model's row. */
    public static String tagOf(Item row) {
        String lookup = row.string(Keys.LOOKUP_PK);
        return lookup.substring(modelsWith("", "").indexOf('#') + 1, lookup.lastIndexOf('#'));
    }

    static Item ofModel(String model, String tag, String value) {
        return Item.with(modelKey(model, tag))
                .set(MODEL_NAME, model)
                .set(Keys.LOOKUP_PK, modelsWith(tag, value))
                .set(Keys.LOOKUP_SK, model);
    }

    static List<Item> ofModel(String model, Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> ofModel(model, tag.getKey(), tag.getValue()))
                .toList();
    }

    /** The same row at a key of its own, which no row of another value has. */
    static Item replacingNone(Item row) {
        Item moved = row.copy();
        return moved.set(Keys.SK, "#" + Keys.hash(row.string(Keys.LOOKUP_PK)));
    }

    static Key versionKey(String modelId, long version, String tag) {
        return new Key(partition(modelId, version), tag);
    }

    public static Item ofVersion(Item model, long version, String tag, String value) {
        return ofVersion(model.string(ModelItems.ID), model.string(ModelItems.NAME), version, tag, value);
    }

    /** @param modelName a name that the model has or had */
    static Item ofVersion(String modelId, String modelName, long version, String tag, String value) {
        return Item.with(versionKey(modelId, version, tag))
                .set(MODEL_ID, modelId)
                .set(MODEL_NAME, modelName)
                .set(VERSION, version)
                .set(Keys.LOOKUP_PK, versionsWith(tag, value))
                .set(Keys.LOOKUP_SK, modelId + "#" + Keys.sortable(version));
    }

    public static List<Item> ofVersion(Item model, long version, Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> ofVersion(model, version, tag.getKey(), tag.getValue()))
                .toList();
    }

    static String modelsWith(String tag, String value) {
        return "MODEL_TAG#" + tag + "#" + Keys.hash(value);
    }

    static String versionsWith(String tag, String value) {
        return "VERSION_TAG#" + tag + "#" + Keys.hash(value);
    }
}
