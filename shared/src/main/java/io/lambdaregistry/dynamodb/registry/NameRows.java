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
import java.util.stream.Stream;

/**
 * One small row for each model's name, sorted by name in as many partitions as {@link ListingShards} says. A search for a
 * part of a name reads these rows, some 35 bytes a model, instead of whole models.
 *
 * <p>A row is written in the transaction that puts a model under its name, and deleted with that name. It is a hint all the
 * same: a search asks the model itself.
 */
final class NameRows {
    private static final String PROMPT = "prompt";

    private NameRows() {}

    static String partition(int shard) {
        return "NAMES#" + shard;
    }

    /** The rows of models that were made before there were rows. */
    static void complete(Table table, ListingShards shards) {
        MissingRows.complete(table, "name-rows", Listing.MODELS.partitions(), model -> {
            String name = model.string(ModelItems.NAME);
            return List.of(row(name, shards.toWrite(name), model.strings(ModelItems.TAGS)));
        });
    }

    static List<Write> put(Item model, ListingShards shards) {
        return put(model.string(ModelItems.NAME), model.strings(ModelItems.TAGS), shards);
    }

    /**
     * Puts the row of a name, and deletes the row that may be in shard 0 from the time of one shard.
     *
     * @param tags tags that may say that the model is a prompt
     */
    static List<Write> put(String name, Map<String, String> tags, ListingShards shards) {
        List<Integer> mayHave = shards.mayHave(name);
        return Stream.concat(
                        Stream.of(Write.put(row(name, mayHave.getFirst(), tags))),
                        mayHave.stream().skip(1).map(shard -> Write.delete(key(name, shard))))
                .toList();
    }

    private static Item row(String name, int shard, Map<String, String> tags) {
        Item row = Item.with(key(name, shard));
        return RegisteredModel.isListedAsPrompt(tags) ? row.set(PROMPT, 1L) : row;
    }

    static List<Write> delete(String name, ListingShards shards) {
        return shards.mayHave(name).stream()
                .map(shard -> Write.delete(key(name, shard)))
                .toList();
    }

    private static Key key(String name, int shard) {
        return new Key(partition(shard), name);
    }

    static String name(Item row) {
        return row.string(Keys.SK);
    }

    static boolean isShown(Item row, PromptFilter prompts) {
        return prompts.shows(row.has(PROMPT));
    }
}
