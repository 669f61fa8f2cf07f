package io.lambdaregistry.dynamodb.tracking;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Merge;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.RecentRows;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.TopResults;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.tracking.Search;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
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
    /** The number of things that are read again if nothing was found. */
    private static final int MOST_IN_WORK = 100;

    /** The number of items that a whole pass is expected to read: enough for the largest pages from the start. */
    private static final int WHOLE_PASS = 10_000;

    /** Sorts right behind the {@code #} that follows the place of a thing. */
    private static final String BEHIND = "$";

    private static final Comparator<Item> BY_PLACE = Comparator.comparing(Listings::placeOf);

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

    /** The partition of a thing in a listing. */
    static String partitionOf(String listing, String id) {
        return partition(listing, Keys.shard(id));
    }

    private static String partition(String listing, int shard) {
        return listing + "#" + shard;
    }

    /** A result, its place in the order, and the least number of its characters. */
    private record Listed<T>(T result, String place, long size) {}

    /**
     * The way in which a search reads a kind of thing.
     *
     * @param listings the names of the listings that have the results
     * @param result makes a result of an item and its parts
     * @param isInWork whether an item has probably changed since the index received it
     */
    record Reading<T>(List<String> listings, Function<List<Item>, T> result, Predicate<Item> isInWork) {}

    /** Runs a search. */
    <T> Page<T> search(Search<T> search, Reading<T> reading) {
        Optional<List<String>> position = search.pageToken().map(token -> tokens.read(search.identity(), token));
        List<List<Item>> inWork = new ArrayList<>();
        TopResults<Listed<T>> found = search.order().isListed()
                ? first(search, reading, position, inWork)
                : best(search, reading, position, inWork);
        if (found.isEmpty() && position.isEmpty()) {
            asTheyAre(inWork)
                    .forEach(group -> listed(group, reading)
                            .filter(each -> search.matches(each.result()))
                            .ifPresent(found::add));
        }
        return Page.of(
                        found.page(),
                        found.isFull(),
                        (Listed<T> last) -> tokens.issue(search.identity(), position(search, last)))
                .map(Listed::result);
    }

    /** Groups of the index, each with its thing as it is in the table, because a thing in work may have just changed. */
    private List<List<Item>> asTheyAre(List<List<Item>> groups) {
        Map<Key, Item> present = table.batchGet(
                groups.stream().map(group -> group.getFirst().key()).toList());
        return groups.stream()
                .filter(group -> present.containsKey(group.getFirst().key()))
                .map(group -> withItself(
                        Objects.requireNonNull(present.get(group.getFirst().key())), group))
                .toList();
    }

    private static List<Item> withItself(Item itself, List<Item> listed) {
        List<Item> group = new ArrayList<>(listed);
        group.set(0, itself);
        return group;
    }

    private static <T> List<String> position(Search<T> search, Listed<T> last) {
        return search.order().isListed()
                ? List.of(last.place())
                : search.order().positionOf(last.result());
    }

    private <T> TopResults<Listed<T>> first(
            Search<T> search, Reading<T> reading, Optional<List<String>> position, List<List<Item>> inWork) {
        String after = position.map(values -> values.getFirst() + BEHIND).orElse("");
        Groups groups = new Groups(reading.listings(), after, search.maxResults());
        TopResults<Listed<T>> found =
                new TopResults<>(Comparator.comparing(Listed::place), search.maxResults(), Listed::size);
        while (!found.isFull()) {
            Optional<List<Item>> group = groups.next();
            if (group.isEmpty()) {
                break;
            }
            matching(group.get(), search, reading, inWork).ifPresent(found::add);
        }
        return found;
    }

    private <T> TopResults<Listed<T>> best(
            Search<T> search, Reading<T> reading, Optional<List<String>> position, List<List<Item>> inWork) {
        Comparator<Listed<T>> order =
                Comparator.comparing(Listed::result, search.order().comparator());
        TopResults<Listed<T>> best = new TopResults<>(order, search.maxResults(), Listed::size);
        Groups groups = new Groups(reading.listings(), "", WHOLE_PASS);
        for (Optional<List<Item>> group = groups.next(); group.isPresent(); group = groups.next()) {
            matching(group.get(), search, reading, inWork)
                    .filter(each -> position.isEmpty() || search.order().isBehind(each.result(), position.get()))
                    .ifPresent(best::add);
        }
        return best;
    }

    /** @param inWork receives the first groups that do not match, but might match as they are in the table */
    private static <T> Optional<Listed<T>> matching(
            List<Item> group, Search<T> search, Reading<T> reading, List<List<Item>> inWork) {
        Optional<Listed<T>> listed = listed(group, reading);
        Optional<Listed<T>> matching = listed.filter(each -> search.matches(each.result()));
        if (listed.isPresent()
                && matching.isEmpty()
                && inWork.size() < MOST_IN_WORK
                && reading.isInWork().test(group.getFirst())) {
            inWork.add(group);
        }
        return matching;
    }

    /** Returns empty if the index does not have the thing itself yet, or no longer. */
    private static <T> Optional<Listed<T>> listed(List<Item> group, Reading<T> reading) {
        Item first = group.getFirst();
        if (!isItself(first)) {
            return Optional.empty();
        }
        long size = group.stream()
                .mapToLong(item -> size(item.attributes().values()))
                .sum();
        return Optional.of(new Listed<>(reading.result().apply(group), first.string(Keys.LISTING_SK), size));
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

    /** The row by which a search finds a thing that the listing may not have yet. */
    static Item recent(Item thing, String listing) {
        return RecentRows.row(listing, thing.key()).set(Keys.LISTING_SK, thing.string(Keys.LISTING_SK));
    }

    /**
     * The merged items, grouped by thing. Things made in the last seconds are read from the table: as a whole if the index
     * does not have them yet, and otherwise the main item, which may have changed since.
     */
    private final class Groups {
        private final Merge merge;
        private final int atOnce;
        private Optional<Item> ahead = Optional.empty();

        /** The rows of things made in the last seconds, by place, and the things of the first rows. */
        private final Deque<Item> rows = new ArrayDeque<>();

        private final Deque<Item> recent = new ArrayDeque<>();

        Groups(List<String> listings, String after, int expected) {
            List<Query> queries = listings.stream()
                    .flatMap(listing -> partitions(listing).stream())
                    .map(partition -> after.isEmpty()
                            ? Query.listing(partition)
                            : Query.listing(partition).after(after))
                    .toList();
            this.atOnce = expected + 1;
            this.merge =
                    new Merge(table, queries, Comparator.comparing(item -> item.string(Keys.LISTING_SK)), expected);
            List<Callable<List<Item>>> reads = new ArrayList<>();
            reads.add(() -> {
                ahead = merge.next();
                return List.of();
            });
            listings.forEach(listing -> reads.add(
                    () -> table.query(RecentRows.newest(listing), null).items()));
            table.inParallel(reads).stream()
                    .flatMap(List::stream)
                    .filter(row -> placeOf(row).compareTo(after) > 0)
                    .sorted(BY_PLACE)
                    .forEach(rows::add);
        }

        private void readRecent() {
            while (recent.isEmpty() && !rows.isEmpty()) {
                List<Key> made = new ArrayList<>();
                while (made.size() < atOnce && !rows.isEmpty()) {
                    made.add(RecentRows.madeOf(rows.remove()));
                }
                table.batchGet(made).values().stream().sorted(BY_PLACE).forEach(recent::add);
            }
        }

        Optional<List<Item>> next() {
            for (Optional<Item> made = recent(); made.isPresent(); made = recent()) {
                recent.remove();
                List<Item> group = group(made.get());
                if (!group.isEmpty()) {
                    return Optional.of(group);
                }
            }
            return ahead.map(_ -> inIndex());
        }

        /** The next thing that was made in the last seconds, unless something of the index comes before it. */
        private Optional<Item> recent() {
            readRecent();
            return Optional.ofNullable(recent.peek())
                    .filter(made -> ahead.filter(item -> BY_PLACE.compare(item, made) < 0)
                            .isEmpty());
        }

        private List<Item> group(Item made) {
            List<Item> listed = ahead.filter(item -> placeOf(item).equals(placeOf(made)))
                    .map(_ -> inIndex())
                    .orElse(List.of());
            return listed.isEmpty() || !isItself(listed.getFirst())
                    ? table.queryAll(Query.table(made.key().pk()))
                    : withItself(made, listed);
        }

        /** The next thing of the index. */
        private List<Item> inIndex() {
            List<Item> group = new ArrayList<>();
            String place = placeOf(ahead.orElseThrow());
            while (ahead.isPresent() && placeOf(ahead.get()).equals(place)) {
                group.add(ahead.get());
                ahead = merge.next();
            }
            return group;
        }
    }

    private static String placeOf(Item item) {
        return item.string(Keys.LISTING_SK).split("#", 2)[0];
    }

    private static boolean isItself(Item item) {
        return item.string(Keys.SK).equals(Keys.MAIN_ITEM);
    }
}
