package io.lambdaregistry.dynamodb;

/**
 * The names of the table: its keys and indexes. Every item has {@link #PK} and {@link #SK}; the others are there where an
 * item is to be found by them. template.yaml declares the same.
 *
 * <ul>
 *   <li>{@link #BY_STAGE}, {@link #BY_UPDATE}: local indexes, read consistently, of the items of one partition.
 *   <li>{@link #LISTING}: everything of a kind, spread over {@link #SHARDS} partitions by a hash, sorted.
 *   <li>{@link #LOOKUP}: what has a tag value, belongs to a run, ….
 * </ul>
 */
public final class Keys {
    public static final String PK = "pk";
    public static final String SK = "sk";

    public static final String BY_STAGE = "by_stage";
    public static final String STAGE_SK = "stage_sk";

    public static final String BY_UPDATE = "by_update";
    public static final String UPDATE_SK = "update_sk";

    public static final String LISTING = "listing";
    public static final String LISTING_PK = "listing_pk";
    public static final String LISTING_SK = "listing_sk";

    public static final String LOOKUP = "lookup";
    public static final String LOOKUP_PK = "lookup_pk";
    public static final String LOOKUP_SK = "lookup_sk";

    /** When DynamoDB may drop an item, in seconds since 1970. */
    public static final String TTL = "ttl";

    /**
     * Partitions of a listing: together they take 8,000 writes and 24,000 reads of 4 KB a second. A power of two. Changing
     * it means rewriting the listing keys of every item.
     */
    public static final int SHARDS = 8;

    /** The sort key of an item that is alone in its partition. */
    public static final String ONLY = "#";

    private Keys() {}

    /** The shard of a name: stable across JVMs, spread by Fibonacci hashing. */
    public static int shard(String name) {
        return (name.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SHARDS));
    }

    /** A number that is not negative as text that sorts as the number does. */
    public static String sortable(long number) {
        return String.format("%019d", number);
    }

    /** Any integer as text that sorts as the integer does. */
    static String ordered(long number) {
        return String.format("%016x", number ^ Long.MIN_VALUE);
    }

    /** Any integer as text that sorts the other way round. */
    static String descending(long number) {
        return ordered(~number);
    }
}
