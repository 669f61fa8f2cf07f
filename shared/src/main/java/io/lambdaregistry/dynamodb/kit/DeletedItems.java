package io.lambdaregistry.dynamodb.kit;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Deleted items that can be restored. They stay where they are, so that a deletion reads nothing. They lose the attributes by
 * which others find them, and are listed in {@code lookup} by the time of their deletion, spread over shards.
 */
public final class DeletedItems {
    /** The time of the deletion, in milliseconds since 1970. */
    public static final String AT = "deleted";

    /** The time of the deletion of an item that is claimed by a collection, and can no longer be restored. */
    public static final String CLAIMED_AT = "claimed";

    private static final String DELETED = "DELETED#";
    private static final String CLAIMED = "CLAIMED#";

    private DeletedItems() {}

    /** All deleted items, by the time of their deletion. */
    public static List<Query> listing() {
        return queries(DELETED);
    }

    public static List<Query> claimedListing() {
        return queries(CLAIMED);
    }

    private static List<Query> queries(String listing) {
        return IntStream.range(0, Keys.SHARDS)
                .mapToObj(shard -> Query.lookup(listing + shard))
                .toList();
    }

    /** Sorts by the time of the deletion. */
    static String listingKey(long time, String name) {
        return Keys.sortable(time) + "#" + name;
    }

    /** @param name distinguishes the item from all others that were deleted in the same millisecond */
    public static Write mark(Write update, long time, String name) {
        return update.set(AT, time)
                .set(Keys.LOOKUP_PK, DELETED + Keys.shard(name))
                .set(Keys.LOOKUP_SK, listingKey(time, name));
    }

    /** Claims a deleted item that stays at its key. */
    public static Write claim(Item deleted) {
        return whenStill(deleted, Write.update(deleted.key()))
                .move(AT, CLAIMED_AT)
                .set(Keys.LOOKUP_PK, claimedPartition(deleted));
    }

    public static String claimedPartition(Item deleted) {
        return CLAIMED + Keys.shard(deleted.string(Keys.LOOKUP_SK));
    }

    public static Write unmark(Write update) {
        return update.remove(AT).remove(Keys.LOOKUP_PK).remove(Keys.LOOKUP_SK);
    }

    /** Adds the condition that the item is still deleted, and was not restored and deleted again since it was read. */
    public static Write whenStill(Item deleted, Write write) {
        return write.whenEqual(deleted.required(AT), AT).whenEqual(deleted.required(Keys.LOOKUP_SK), Keys.LOOKUP_SK);
    }
}
