package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.registry.PromptFilter;
import io.lambdaregistry.registry.RegisteredModel;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One small row for each model's name, sorted by name in {@link Keys#SHARDS} partitions: what a search for a part of a name
 * reads, some 35 bytes a model where the listing has the whole model.
 *
 * <p>A row is written in the transaction that puts a model under its name, and goes with that name. It is a hint all the same: a
 * search asks the model itself.
 */
final class NameRows {
    private static final String PROMPT = "prompt";

    private NameRows() {}

    private static Key key(String name) {
        return new Key(partition(Keys.shard(name)), name);
    }

    private static String partition(int shard) {
        return "NAMES#" + shard;
    }

    static List<String> partitions() {
        return IntStream.range(0, Keys.SHARDS).mapToObj(NameRows::partition).toList();
    }

    /** Of a table whose models were made before there were rows. */
    static void complete(Table table) {
        MissingRows.complete(
                table,
                "name-rows",
                Listing.MODELS.partitions(PromptFilter.AMONG_OTHERS),
                model -> List.of(row(model.string(ModelItems.NAME), model.strings(ModelItems.TAGS))));
    }

    static Write put(Item model) {
        return put(model.string(ModelItems.NAME), model.strings(ModelItems.TAGS));
    }

    /** @param tags those that may say that the model is a prompt */
    static Write put(String name, Map<String, String> tags) {
        return Write.put(row(name, tags));
    }

    private static Item row(String name, Map<String, String> tags) {
        Item row = Item.with(key(name));
        return RegisteredModel.isListedAsPrompt(tags) ? row.set(PROMPT, 1L) : row;
    }

    static Write delete(String name) {
        return Write.delete(key(name));
    }

    static String name(Item row) {
        return row.string(Keys.SK);
    }

    static boolean isShown(Item row, PromptFilter prompts) {
        return prompts.shows(row.has(PROMPT));
    }
}
