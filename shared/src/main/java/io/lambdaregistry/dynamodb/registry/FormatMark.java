package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.PromptFilter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The format of a table, which the table says itself: {@code SETTINGS} / {@code format}. Every process reads the mark before its
 * first write, and makes it where there is none. A build does not write to a table of a format that it does not know.
 *
 * <ul>
 *   <li>format 1: the rows of the registry's listings lie in {@link Keys#SHARDS} shards. Tables of earlier builds have it.
 *   <li>format 2: the mark also says how many shards the listings have, in {@link #LISTING_SHARDS}. While that is 1, every row
 *       lies in shard 0.
 * </ul>
 *
 * @param spread how the rows of the listings lie
 */
record FormatMark(Spread spread) {
    /** The distribution of the rows of a listing over its shards. */
    enum Spread {
        /** All rows are in shard 0. */
        NONE,
        /** Rows are in all shards; rows from before the split are in shard 0. */
        SPLIT,
        /** Each row is in the shard of its hash. */
        ALWAYS
    }

    /** It rises with a change that an earlier build would misread. */
    private static final int FORMAT = 2;

    private static final Key KEY = new Key("SETTINGS", "format");
    private static final String NUMBER = "number";
    private static final String LISTING_SHARDS = "listing_shards";

    /** The mark of a table; empty if nothing was written to it, or only by a build from before there were marks. */
    static Optional<FormatMark> read(Table table) {
        return table.get(KEY).map(FormatMark::of);
    }

    private static FormatMark of(Item mark) {
        if (!mark.has(LISTING_SHARDS)) {
            return new FormatMark(Spread.ALWAYS);
        }
        return new FormatMark(mark.number(LISTING_SHARDS) == 1 ? Spread.NONE : Spread.SPLIT);
    }

    /**
     * Reads the mark of a table, and makes one if there is none.
     *
     * @throws RegistryException INVALID_STATE if a newer build has written to the table
     */
    static FormatMark claim(Table table) {
        Item mark =
                table.get(KEY).orElseGet(() -> table.putOrFind(hasOtherShards(table) ? inAllShards() : inOneShard()));
        if (mark.number(NUMBER) > FORMAT) {
            throw newer(mark.number(NUMBER));
        }
        return of(mark);
    }

    private static Item inAllShards() {
        return Item.with(KEY).set(NUMBER, 1L);
    }

    private static Item inOneShard() {
        return Item.with(KEY).set(NUMBER, (long) FORMAT).set(LISTING_SHARDS, 1L);
    }

    /** Whether a table that has no mark has rows of a build from before there were marks, which used all shards. */
    private static boolean hasOtherShards(Table table) {
        List<Callable<Boolean>> reads = IntStream.range(1, Keys.SHARDS)
                .boxed()
                .flatMap(shard -> Stream.concat(
                        Stream.of(Listing.values())
                                .flatMap(listing -> listing.partitions(PromptFilter.AMONG_OTHERS, shard).stream())
                                .map(Query::listing),
                        Stream.of(Query.table(NameRows.partition(shard)))))
                .<Callable<Boolean>>map(query ->
                        () -> !table.query(query.limit(1), null).items().isEmpty())
                .toList();
        return table.inParallel(reads).contains(true);
    }

    /** Marks the table: from now on rows may lie in any shard. The mark never goes back, so a process reads it once. */
    static FormatMark split(Table table) {
        table.write(Write.update(KEY)
                .set(LISTING_SHARDS, Keys.SHARDS)
                .whenEqual(Item.number(1), LISTING_SHARDS)
                .orSkip());
        return read(table).orElseThrow();
    }

    private static RegistryException newer(long format) {
        return new RegistryException(
                ErrorCode.INVALID_STATE,
                "The table was written by a newer build (format %d; this one reads up to %d). Start that build or a later one, or name another table."
                        .formatted(format, FORMAT));
    }
}
