package io.lambdaregistry.dynamodb;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Several queries of the same order, read in parallel, page by page, and merged into one sorted stream. It holds no more
 * than a page of each; pages grow as more is asked for, so that a filter that few items pass costs few calls.
 */
final class Merge {
    private static final int MOST_ITEMS_A_PAGE = 1_000;

    private final Table table;
    private final Comparator<Item> order;
    private final List<Shard> shards;
    private final int mostAPage;
    private int pageSize;

    /**
     * @param queries each sorted by {@code order}
     * @param expected how many items will be taken, as far as is known
     */
    Merge(Table table, List<Query> queries, Comparator<Item> order, int expected) {
        // half as much again and some more, so that chance rarely makes a shard run dry
        this(table, queries, order, expected * 3 / 2 / Math.max(1, queries.size()) + 16, MOST_ITEMS_A_PAGE);
    }

    /**
     * Of rows so small that many are read at once.
     *
     * @param firstPage how many are read of each query at first
     */
    Merge(Table table, List<Query> queries, Comparator<Item> order, int firstPage, int mostAPage) {
        this.table = table;
        this.order = order;
        this.shards = queries.stream().map(Shard::new).toList();
        this.mostAPage = mostAPage;
        this.pageSize = Math.min(mostAPage, firstPage);
    }

    /** The order of queries that run backwards over a sort key. */
    static Comparator<Item> latestFirst(String sortKey) {
        return Comparator.comparing((Item item) -> item.string(sortKey)).reversed();
    }

    /** The next item; empty at the end. */
    Optional<Item> next() {
        return first().map(shard -> shard.items.removeFirst());
    }

    /** A number of the next item, which stays the next; -1 at the end. */
    long peek(String attribute) {
        return first().map(shard -> shard.items.getFirst().number(attribute)).orElse(-1L);
    }

    private Optional<Shard> first() {
        if (shards.stream().anyMatch(Shard::isDry)) {
            refill();
        }
        return shards.stream()
                .filter(shard -> !shard.items.isEmpty())
                .min((a, b) -> order.compare(a.items.getFirst(), b.items.getFirst()));
    }

    private void refill() {
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (Shard shard : shards) {
            if (!shard.done && shard.items.size() <= pageSize / 4) {
                int limit = pageSize;
                calls.add(() -> shard.read(table, limit));
            }
        }
        table.inParallel(calls);
        pageSize = Math.min(mostAPage, pageSize * 2);
    }

    private static final class Shard {
        private final Query query;
        private final Deque<Item> items = new ArrayDeque<>();
        private @Nullable Map<String, AttributeValue> startKey;
        private boolean done;

        Shard(Query query) {
            this.query = query;
        }

        boolean isDry() {
            return items.isEmpty() && !done;
        }

        boolean read(Table table, int limit) {
            do {
                Table.Page page = table.query(query.limit(limit), startKey);
                items.addAll(page.items());
                startKey = page.lastKey();
                done = startKey == null;
            } while (isDry());
            return true;
        }
    }
}
