package io.lambdaregistry.dynamodb.kit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The keys and indexes of the table. Every item has {@link #PK} and {@link #SK}; an item has the other keys only if an index is
 * to list it. template.yaml declares the same names.
 *
 * <ul>
 *   <li>{@link #BY_STAGE}, {@link #BY_UPDATE}: local indexes of the items of one partition, which are read consistently.
 *   <li>{@link #LISTING}: all items of a kind, sorted, in {@link #SHARDS} partitions by a hash of their names.
 *   <li>{@link #LOOKUP}: items by a property of theirs, such as the value of a tag or a run.
 * </ul>
 *
 * <p>Hashes of keys are made here too, since a key has at most 1,024 bytes and a text that is looked up may have more.
 */
public final class Keys {
    public static final String PK = "pk";
    public static final String SK = "sk";

    /**
     * Sorts the versions of a model by their stage, and its events by their subject: a tag, an alias, a description. It is named
     * for the versions alone, because DynamoDB cannot rename an index.
     */
    public static final String BY_STAGE = "by_stage";

    public static final String STAGE_SK = "stage_sk";

    /**
     * Sorts the versions of a model by their last update, its events that moved a name, a stage or an alias by their order, and the
     * uploads into a folder by the order of their puts. It is named for the versions alone, because DynamoDB cannot rename an index.
     */
    public static final String BY_UPDATE = "by_update";

    public static final String UPDATE_SK = "update_sk";

    public static final String LISTING = "listing";
    public static final String LISTING_PK = "listing_pk";
    public static final String LISTING_SK = "listing_sk";

    public static final String LOOKUP = "lookup";
    public static final String LOOKUP_PK = "lookup_pk";
    public static final String LOOKUP_SK = "lookup_sk";

    /** The attributes of all the keys above. */
    public static final List<String> ATTRIBUTES =
            List.of(PK, SK, STAGE_SK, UPDATE_SK, LISTING_PK, LISTING_SK, LOOKUP_PK, LOOKUP_SK);

    /** When DynamoDB may drop an item, in seconds since 1970. */
    public static final String TTL = "ttl";

    /**
     * Partitions of a large listing: together they take 8,000 writes and 24,000 reads of 4 KB a second. A power of two. Changing
     * it means rewriting the listing keys of every item.
     */
    public static final int SHARDS = 8;

    /**
     * The sort key of the item that a partition is named after, such as the run of {@code RUN#<id>}. Other items of the partition
     * sort behind it.
     */
    public static final String MAIN_ITEM = "#";

    private Keys() {}

    /** The shard of a name: the same in every process. */
    public static int shard(String name) {
        return shard(name, SHARDS);
    }

    /** As {@link #shard(String)}, of another number of shards, which is a power of two. */
    public static int shard(String name, int shards) {
        return shards == 1
                ? 0 // Java shifts by 31 bits at most
                : (name.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(shards));
    }

    /**
     * The hash of a text that may be longer than a key can be, as 32 hexadecimal digits: the first half of its SHA-256. Stored
     * keys contain such hashes, so it never changes.
     */
    public static String hash(String text) {
        return HexFormat.of().formatHex(sha256(text), 0, 16);
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A number that is not negative, as text that sorts as the number does. */
    public static String sortable(long number) {
        return String.format("%019d", number);
    }

    /** Any integer as text that sorts as the integer does. */
    public static String ordered(long number) {
        return String.format("%016x", number ^ Long.MIN_VALUE);
    }

    /** Any integer as text that sorts the other way round. */
    public static String descending(long number) {
        return ordered(~number);
    }
}
