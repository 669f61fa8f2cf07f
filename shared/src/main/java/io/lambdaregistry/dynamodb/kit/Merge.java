package io.lambdaregistry.dynamodb.kit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Several queries of the same order, read in parallel, page by page, and merged into one sorted stream. It holds no more
 * than a page of each; pages grow as more is asked for, so that a filter that few items pass costs few calls.
 */
public final class Merge {
    private static final int MOST_ITEMS_A_PAGE = 1_000;

    private final Table table;
    private final Predicate<Item> filter;
    private final List<Shard> shards = new ArrayList<>();

    /** Returns the queries that are not known yet; empty once it was called. */
    private Optional<Supplier<List<Query>>> later;

    /** The shards that have items, by their first item; equal items in the order of the queries. */
    private final PriorityQueue<Shard> heads;

    /** The number of items that the first call reads of each of so many queries. */
    private final IntUnaryOperator firstPage;

    private final int mostAPage;

    /**
     * @param queries each sorted by {@code order}
     * @param expected how many items will be taken, as far as is known
     */
    public Merge(Table table, List<Query> queries, Comparator<Item> order, int expected) {
        this(table, SpreadQuery.of(queries), order, expected);
    }

    /** @see #Merge(Table, List, Comparator, int) */
    public Merge(Table table, SpreadQuery queries, Comparator<Item> order, int expected) {
        this(table, queries, order, _ -> true, among -> firstPage(expected, among), MOST_ITEMS_A_PAGE);
    }

    /**
     * The share of each of several queries and half as much again, so that chance rarely empties one; and some more for
     * items that are left out.
     */
    private static int firstPage(int expected, int queries) {
        return (queries < 2 ? expected : expected * 3 / 2 / queries) + 16;
    }

    /**
     * Merges rows that are so small that many are read at once.
     *
     * @param filter the condition that an item must meet to be merged
     * @param firstPage the number of items that the first call reads of each query
     */
    public Merge(
            Table table,
            SpreadQuery queries,
            Comparator<Item> order,
            Predicate<Item> filter,
            int firstPage,
            int mostAPage) {
        this(table, queries, order, filter, _ -> firstPage, mostAPage);
    }

    private Merge(
            Table table,
            SpreadQuery queries,
            Comparator<Item> order,
            Predicate<Item> filter,
            IntUnaryOperator firstPage,
            int mostAPage) {
        this.table = table;
        this.filter = filter;
        this.firstPage = firstPage;
        this.mostAPage = mostAPage;
        this.later = queries.later();
        add(queries.first());
        add(queries.others());
        this.heads = new PriorityQueue<>(Comparator.comparing((Shard shard) -> shard.items.getFirst(), order)
                .thenComparingInt(shard -> shard.place));
    }

    private void add(List<Query> queries) {
        int pageSize = Math.min(mostAPage, firstPage.applyAsInt(shards.size() + queries.size()));
        queries.forEach(query -> shards.add(new Shard(query, shards.size(), pageSize)));
    }

    /** The order of queries that are {@linkplain Query#descending descending}. */
    public static Comparator<Item> latestFirst(String sortKey) {
        return Comparator.comparing((Item item) -> item.string(sortKey)).reversed();
    }

    /** The next item; empty at the end. */
    public Optional<Item> next() {
        refillWhatIsDry();
        Shard shard = heads.poll();
        if (shard == null) {
            return Optional.empty();
        }
        Item item = shard.items.removeFirst();
        if (!shard.items.isEmpty()) {
            heads.add(shard);
        }
        return Optional.of(item);
    }

    /** A number of the next item, which stays the next; -1 at the end. */
    public long peek(String attribute) {
        refillWhatIsDry();
        Shard shard = heads.peek();
        return shard == null ? -1 : shard.items.getFirst().number(attribute);
    }

    private void refillWhatIsDry() {
        while (shards.stream().anyMatch(Shard::isDry)) {
            refill();
        }
    }

    private void refill() {
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (Shard shard : shards) {
            if (!shard.done && shard.items.size() <= shard.pageSize / 4) {
                calls.add(() -> shard.read(table, filter, mostAPage));
            }
        }
        List<Shard> dry = shards.stream().filter(Shard::isDry).toList();
        List<Query> more = new ArrayList<>();
        later.ifPresent(rest -> calls.add(() -> more.addAll(rest.get())));
        later = Optional.empty();
        table.inParallel(calls);
        dry.stream().filter(shard -> !shard.items.isEmpty()).forEach(heads::add);
        add(more);
    }

    private static final class Shard {
        private final Query query;
        private final int place;
        private final Deque<Item> items = new ArrayDeque<>();
        private @Nullable Map<String, AttributeValue> startKey;
        private int pageSize;
        private boolean done;

        Shard(Query query, int place, int pageSize) {
            this.query = query;
            this.place = place;
            this.pageSize = pageSize;
        }

        boolean isDry() {
            return items.isEmpty() && !done;
        }

        boolean read(Table table, Predicate<Item> filter, int mostAPage) {
            Table.Page page = table.query(query.limit(pageSize), startKey);
            pageSize = Math.min(mostAPage, pageSize * 2);
            page.items().stream().filter(filter).forEach(items::add);
            startKey = page.lastKey();
            done = startKey == null;
            return true;
        }
    }
}
