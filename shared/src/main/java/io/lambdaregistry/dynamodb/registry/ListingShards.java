package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.SpreadQuery;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.registry.FormatMark.Spread;
import io.lambdaregistry.error.RegistryException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The number of shards that the listings of models and versions and the rows of names have: 1 in a small registry, so that a
 * search asks one partition, and {@link Keys#SHARDS} in a large one, so that no partition is at its limit. The number only rises,
 * and no row is moved when it does.
 *
 * <p>No search misses a row. A row is written to another shard than 0 only by a process that has read that the number is higher. A
 * search reads the number itself, consistently, beside shard 0, until it has once read the higher one; so if the row was there
 * when the search began, the search reads all shards. A process that writes by a number that has risen since writes to shard 0,
 * which every search reads. docs/decisions/0027-one-shard-while-small.md
 */
public final class ListingShards {
    /** The number of models from which on there are more shards. */
    private static final int MOST_IN_ONE = 10_000;

    /** One in so many creations counts the models: a power of two. */
    private static final int CREATIONS_A_COUNT = 1_024;

    private final Table table;
    private final int mostInOne;
    private final int creationsACount;

    /** The number as it was last read. There may be more shards by now, but never fewer. */
    private volatile @Nullable Spread known;

    public ListingShards(Table table) {
        this(table, MOST_IN_ONE, CREATIONS_A_COUNT);
    }

    /**
     * With other numbers, for tests.
     *
     * @param mostInOne the number of models from which on there are more shards
     * @param creationsACount how many creations there are for one that counts the models: a power of two
     */
    public ListingShards(Table table, int mostInOne, int creationsACount) {
        this.table = table;
        this.mostInOne = mostInOne;
        this.creationsACount = creationsACount;
    }

    /** The queries of a search. If the number may have risen, the search reads it beside the queries of shard 0. */
    SpreadQuery queries(IntFunction<List<Query>> ofShard) {
        return switch (known) {
            case null -> beside(ofShard);
            case NONE -> beside(ofShard);
            case ALWAYS -> SpreadQuery.of(ofAll(0, ofShard));
            case SPLIT -> new SpreadQuery(ofShard.apply(0), ofAll(1, ofShard), Optional.empty());
        };
    }

    private SpreadQuery beside(IntFunction<List<Query>> ofShard) {
        return new SpreadQuery(
                ofShard.apply(0), List.of(), Optional.of(() -> readIsNone() ? List.of() : ofAll(1, ofShard)));
    }

    private static List<Query> ofAll(int first, IntFunction<List<Query>> ofShard) {
        return IntStream.range(first, Keys.SHARDS)
                .mapToObj(ofShard)
                .flatMap(List::stream)
                .toList();
    }

    /** If the table has no mark yet, all shards are read, and the next search reads the mark again. */
    private boolean readIsNone() {
        Optional<FormatMark> mark = FormatMark.read(table);
        mark.ifPresent(found -> known = found.spread());
        return mark.filter(found -> found.spread() == Spread.NONE).isPresent();
    }

    /** The shard to write a new row to. */
    int toWrite(String text) {
        return forWriting() == Spread.NONE ? 0 : Keys.shard(text);
    }

    /** The shards in which the row of a text may lie, the one to write it to first. */
    List<Integer> mayHave(String text) {
        int shard = toWrite(text);
        return shard != 0 && forWriting() == Spread.SPLIT ? List.of(shard, 0) : List.of(shard);
    }

    private Spread forWriting() {
        Spread last = known;
        if (last != null) {
            return last;
        }
        try {
            Spread claimed = FormatMark.claim(table).spread();
            known = claimed;
            return claimed;
        } catch (RegistryException refusal) {
            if (!RegistryTable.isForbidden(refusal)) {
                throw refusal;
            }
            return Spread.NONE; // shard 0 is read always
        }
    }

    /**
     * Counts the models after one creation in many, and splits the listings if there are too many for one shard. The
     * creation has succeeded by then, so a failure to count is ignored; the next count tries again.
     */
    public void created(String name) {
        if (known == Spread.NONE && Keys.shard(name, creationsACount) == 0) {
            try {
                if (isLarge()) {
                    known = FormatMark.split(table).spread();
                }
            } catch (RegistryException e) {
                // the number stays as it was
            }
        }
    }

    private boolean isLarge() {
        Query names = Query.table(NameRows.partition(0)).keys();
        Map<String, AttributeValue> startKey = null;
        long counted = 0;
        do {
            Table.Page page = table.query(names, startKey);
            counted += page.items().size();
            startKey = page.lastKey();
        } while (startKey != null && counted < mostInOne);
        return counted >= mostInOne;
    }
}
