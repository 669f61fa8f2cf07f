package io.lambdaregistry.dynamodb.tracking;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Merge;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.TopResults;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.tracking.Search;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Searches over the listing of tracking's things. Each thing has a place there, and what belongs to it, such as the inputs
 * of a run, follows under {@code <place>#…}: one pass over the index reads things with all they hold, in order.
 *
 * <p>In the order of the listing a search stops at the page's end; in another it keeps the best of a whole pass, and in
 * memory no more than a page.
 */
final class Listings {
    /** How many items a whole pass is taken to read: enough for the largest pages from the start. */
    private static final int WHOLE_PASS = 10_000;

    /** Sorts right behind the {@code #} that follows the place of a thing. */
    private static final String BEHIND = "$";

    private final Table table;
    private final PageTokens tokens;

    Listings(Table table, PageTokens tokens) {
        this.table = table;
        this.tokens = tokens;
    }

    /** The listing keys of a thing, or of what belongs to it. */
    static Item put(Item item, String partition, String place) {
        return item.set(Keys.LISTING_PK, partition).set(Keys.LISTING_SK, place);
    }

    /** The partitions of a listing. */
    static List<String> partitions(String listing) {
        return IntStream.range(0, Keys.SHARDS)
                .mapToObj(shard -> partition(listing, shard))
                .toList();
    }

    /** The partition of a listing that a thing belongs in. */
    static String partitionOf(String listing, String id) {
        return partition(listing, Keys.shard(id));
    }

    private static String partition(String listing, int shard) {
        return listing + "#" + shard;
    }

    /** A result, where it stands, and how many characters it has at least. */
    private record Listed<T>(T result, String place, long size) {}

    /**
     * Runs a search.
     *
     * @param read makes a result of an item and those that belong to it
     */
    <T> Page<T> search(Search<T> search, List<String> partitions, Function<List<Item>, T> read) {
        Optional<List<String>> position = search.pageToken().map(token -> tokens.read(search.identity(), token));
        TopResults<Listed<T>> found = search.order().isListed()
                ? first(search, partitions, read, position)
                : best(search, partitions, read, position);
        return Page.of(
                        found.page(),
                        found.isFull(),
                        (Listed<T> last) -> tokens.issue(search.identity(), position(search, last)))
                .map(Listed::result);
    }

    private static <T> List<String> position(Search<T> search, Listed<T> last) {
        return search.order().isListed()
                ? List.of(last.place())
                : search.order().positionOf(last.result());
    }

    private <T> TopResults<Listed<T>> first(
            Search<T> search, List<String> partitions, Function<List<Item>, T> read, Optional<List<String>> position) {
        String after = position.map(values -> values.getFirst() + BEHIND).orElse("");
        Groups groups = new Groups(partitions, after, search.maxResults());
        TopResults<Listed<T>> found =
                new TopResults<>(Comparator.comparing(Listed::place), search.maxResults(), Listed::size);
        while (!found.isFull()) {
            Optional<List<Item>> group = groups.next();
            if (group.isEmpty()) {
                break;
            }
            listed(group.get(), read)
                    .filter(each -> search.matches(each.result()))
                    .ifPresent(found::add);
        }
        return found;
    }

    private <T> TopResults<Listed<T>> best(
            Search<T> search, List<String> partitions, Function<List<Item>, T> read, Optional<List<String>> position) {
        Comparator<Listed<T>> order =
                Comparator.comparing(Listed::result, search.order().comparator());
        TopResults<Listed<T>> best = new TopResults<>(order, search.maxResults(), Listed::size);
        Groups groups = new Groups(partitions, "", WHOLE_PASS);
        for (Optional<List<Item>> group = groups.next(); group.isPresent(); group = groups.next()) {
            listed(group.get(), read)
                    .filter(each -> search.matches(each.result()))
                    .filter(each -> position.isEmpty() || search.order().isBehind(each.result(), position.get()))
                    .ifPresent(best::add);
        }
        return best;
    }

    /** Nothing where the index has not got the thing itself yet, or no longer. */
    private static <T> Optional<Listed<T>> listed(List<Item> group, Function<List<Item>, T> read) {
        Item first = group.getFirst();
        if (!first.string(Keys.SK).equals(Keys.MAIN_ITEM)) {
            return Optional.empty();
        }
        long size = group.stream()
                .mapToLong(item -> size(item.attributes().values()))
                .sum();
        return Optional.of(new Listed<>(read.apply(group), first.string(Keys.LISTING_SK), size));
    }

    private static long size(Iterable<AttributeValue> values) {
        long size = 0;
        for (AttributeValue value : values) {
            String text = value.s();
            size += text == null ? 0 : text.length();
            if (value.hasM()) {
                size += value.m().keySet().stream().mapToLong(String::length).sum()
                        + size(value.m().values());
            }
        }
        return size;
    }

    /** The merged items, those of the same thing together. */
    private final class Groups {
        private final Merge merge;
        private Optional<Item> ahead;

        Groups(List<String> partitions, String after, int expected) {
            List<Query> queries = partitions.stream()
                    .map(partition -> after.isEmpty()
                            ? Query.listing(partition)
                            : Query.listing(partition).after(after))
                    .toList();
            Comparator<Item> byPlace = Comparator.comparing(item -> item.string(Keys.LISTING_SK));
            this.merge = new Merge(table, queries, byPlace, expected);
            this.ahead = merge.next();
        }

        Optional<List<Item>> next() {
            if (ahead.isEmpty()) {
                return Optional.empty();
            }
            List<Item> group = new ArrayList<>();
            String place = placeOf(ahead.get());
            while (ahead.isPresent() && placeOf(ahead.get()).equals(place)) {
                group.add(ahead.get());
                ahead = merge.next();
            }
            return Optional.of(group);
        }

        private static String placeOf(Item item) {
            return item.string(Keys.LISTING_SK).split("#", 2)[0];
        }
    }
}
