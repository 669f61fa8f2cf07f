package io.lambdaregistry.dynamodb;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What is deleted and can be restored. It stays where it is: so deleting reads nothing. It loses what others find it by, and
 * is listed by the time of its deletion, spread over shards, in {@code lookup}.
 */
final class DeletedItems {
    /** When it was deleted, in milliseconds since 1970. */
    static final String AT = "deleted";

    private DeletedItems() {}

    private static String listing(int shard) {
        return "DELETED#" + shard;
    }

    static List<String> listings() {
        return IntStream.range(0, Keys.SHARDS).mapToObj(DeletedItems::listing).toList();
    }

    /** Sorts by the time of the deletion. */
    static String listingKey(long time, String name) {
        return Keys.sortable(time) + "#" + name;
    }

    /** @param name tells it from all others that were deleted in the same millisecond */
    static Write mark(Write update, long time, String name) {
        return update.set(AT, time)
                .set(Keys.LOOKUP_PK, listing(Keys.shard(name)))
                .set(Keys.LOOKUP_SK, listingKey(time, name));
    }

    static Write unmark(Write update) {
        return update.remove(AT).remove(Keys.LOOKUP_PK).remove(Keys.LOOKUP_SK);
    }

    /** On the condition that it is still deleted, and has not been restored and deleted again since it was read. */
    static Write whenStill(Item deleted, Write write) {
        return write.whenEqual(deleted.required(AT), AT).whenEqual(deleted.required(Keys.LOOKUP_SK), Keys.LOOKUP_SK);
    }
}
