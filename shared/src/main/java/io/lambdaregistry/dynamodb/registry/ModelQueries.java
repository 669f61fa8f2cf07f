package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Merge;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.SpreadQuery;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.TopResults;
import io.lambdaregistry.registry.ModelSearch;
import io.lambdaregistry.registry.ModelSearch.Order;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.search.CodePointOrder;
import io.lambdaregistry.search.Comparison;
import io.lambdaregistry.search.Operator;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Searches for registered models. An exact name is one read; an exact tag is a query of its rows; a part of a name is
 * looked for in the rows of names; everything else walks the listing, from a prefix where the filter gives one. Results by name stop at the page's end; another order keeps the best
 * of the whole walk.
 */
final class ModelQueries {
    /** The number of candidates, found by their tag, that are read together. */
    private static final int CHUNK = 1_000;

    /**
     * The number of rows of names that the first call reads of a shard: 25 KB. Later calls read at most a quarter of a full
     * page.
     */
    private static final int FIRST_NAMES = 500;

    private static final int MOST_NAMES = 5_000;

    private final Table table;
    private final ListingShards shards;
    private final LatestVersions latest;
    private final PageTokens tokens;

    ModelQueries(Table table, ListingShards shards, LatestVersions latest, PageTokens tokens) {
        this.table = table;
        this.shards = shards;
        this.latest = latest;
        this.tokens = tokens;
    }

    Page<RegisteredModel> search(ModelSearch search) {
        Optional<Position> after = search.pageToken().map(token -> Position.of(tokens.read(search.identity(), token)));
        TopResults<Found> best = found(search, after, candidates(search, after));
        if (best.isEmpty() && after.isEmpty() && isOfListingAlone(search)) {
            // the listing may lag, and the rows of names do not
            best = found(search, after, named(search, prefix(search), isAscending(search), ""));
        }
        List<Found> page = best.page();
        if (page.isEmpty() && best.isFull()) { // the page has no room for results, only for a token
            List<String> position = after.map(Position::values).orElse(List.of());
            return new Page<>(List.of(), Optional.of(tokens.issue(search.identity(), position)), _ -> "");
        }
        return withLatest(Page.of(
                page,
                best.isFull(),
                last -> tokens.issue(search.identity(), last.position().values())));
    }

    /** The models with their latest versions, as many as fit a page. */
    private Page<RegisteredModel> withLatest(Page<Found> page) {
        List<Found> found = page.items();
        IntFunction<List<ModelVersion>> versions =
                latest.ofAll(found.stream().map(Found::item).toList());
        List<RegisteredModel> models = new ArrayList<>();
        long size = 0;
        for (int place = 0; place < found.size(); place++) {
            List<ModelVersion> itsVersions = versions.apply(place);
            size += found.get(place).size()
                    + itsVersions.stream().mapToLong(Characters::of).sum();
            if (size > TopResults.LARGEST_PAGE && place > 0) {
                String next = page.tokenAfter().apply(place - 1);
                return new Page<>(models, Optional.of(next), page.tokenAfter());
            }
            models.add(found.get(place).model().withLatestVersions(itsVersions));
        }
        return new Page<>(models, page.nextPageToken(), page.tokenAfter());
    }

    /** A model that was found, with its long texts and its item. */
    private record Found(Item item, RegisteredModel model) {
        static Found of(Item item) {
            return new Found(item, ModelItems.toModel(item));
        }

        Position position() {
            return new Position(model.lastUpdatedTimestamp(), model.name());
        }

        long size() {
            return Characters.of(model);
        }
    }

    /**
     * The end of a page.
     *
     * @param name the last model's name; empty before the first page
     */
    private record Position(long updated, String name) {
        static Position of(List<String> values) {
            return values.isEmpty()
                    ? new Position(0, "")
                    : new Position(Long.parseLong(values.getFirst()), values.getLast());
        }

        List<String> values() {
            return List.of(Long.toString(updated), name);
        }
    }

    private static TopResults<Found> found(ModelSearch search, Optional<Position> after, Candidates candidates) {
        return search.isByName() ? firstByName(search, after, candidates) : best(search, after, candidates);
    }

    private static boolean isAscending(ModelSearch search) {
        return !search.isByName() || search.order().getFirst().ascending();
    }

    /** The name at which the last page ended; empty on the first page, and if the results are not sorted by name. */
    private static String afterName(ModelSearch search, Optional<Position> after) {
        return search.isByName() ? after.map(Position::name).orElse("") : "";
    }

    private static TopResults<Found> firstByName(ModelSearch search, Optional<Position> after, Candidates candidates) {
        boolean ascending = isAscending(search);
        String afterName = afterName(search, after);
        TopResults<Found> best = topResults(search);
        while (!best.isFull()) {
            Optional<Item> next = candidates.next();
            if (next.isEmpty()) {
                break;
            }
            next.filter(item -> isBehind(item, afterName, ascending))
                    .map(Found::of)
                    .filter(found -> search.matches(found.model()))
                    .ifPresent(best::add);
        }
        return best;
    }

    private static TopResults<Found> topResults(ModelSearch search) {
        return new TopResults<>(
                Comparator.comparing(Found::position, order(search.order())), search.maxResults(), Found::size);
    }

    private static boolean isBehind(Item model, String name, boolean ascending) {
        int order = CodePointOrder.COMPARATOR.compare(model.string(ModelItems.NAME), name);
        return name.isEmpty() || (ascending ? order > 0 : order < 0);
    }

    private static TopResults<Found> best(ModelSearch search, Optional<Position> after, Candidates candidates) {
        Comparator<Position> order = order(search.order());
        TopResults<Found> best = topResults(search);
        for (Optional<Item> next = candidates.next(); next.isPresent(); next = candidates.next()) {
            Found found = Found.of(next.get());
            boolean behind =
                    after.isEmpty() || after.get().name().isEmpty() || order.compare(found.position(), after.get()) > 0;
            if (behind && search.matches(found.model())) {
                best.add(found);
            }
        }
        return best;
    }

    private static Comparator<Position> order(List<Order> clauses) {
        return clauses.stream()
                .map(ModelQueries::comparator)
                .reduce(Comparator::thenComparing)
                .orElseThrow();
    }

    private static Comparator<Position> comparator(Order clause) {
        Comparator<Position> comparator = switch (clause.key()) {
            case NAME -> Comparator.comparing(Position::name, CodePointOrder.COMPARATOR);
            case LAST_UPDATED -> Comparator.comparingLong(Position::updated);
        };
        return clause.ascending() ? comparator : comparator.reversed();
    }

    /** Models that may match, sorted by name in the wanted direction. */
    @FunctionalInterface
    private interface Candidates {
        Optional<Item> next();
    }

    private Candidates candidates(ModelSearch search, Optional<Position> last) {
        boolean ascending = isAscending(search);
        String after = afterName(search, last);
        Optional<String> name = exact(search.name());
        if (name.isPresent()) {
            var found = ModelItems.read(table, name.get()).stream().iterator();
            return () -> found.hasNext() ? Optional.of(found.next()) : Optional.empty();
        }
        Optional<Comparison> tag = search.tags().stream()
                .filter(Comparison::isEqualTo)
                .filter(clause -> !clause.key().equals(RegisteredModel.IS_PROMPT_TAG))
                .findFirst();
        return tag.isPresent()
                ? tagged(tag.get(), ascending, after, search.maxResults())
                : listed(search, ascending, after);
    }

    private static Optional<String> exact(List<Comparison> clauses) {
        return clauses.stream()
                .filter(Comparison::isEqualTo)
                .map(Comparison::text)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /** Whether the candidates come from the listing and all match, except perhaps in name and kind. */
    private static boolean isOfListingAlone(ModelSearch search) {
        return exact(search.name()).isEmpty()
                && search.name().stream().noneMatch(ModelQueries::asksForPart)
                && search.tags().stream().allMatch(clause -> clause.key().equals(RegisteredModel.IS_PROMPT_TAG));
    }

    private static String prefix(ModelSearch search) {
        return search.name().stream()
                .filter(clause -> clause.operator() == Operator.LIKE)
                .map(ModelQueries::prefix)
                .findFirst()
                .orElse("");
    }

    private Candidates listed(ModelSearch search, boolean ascending, String after) {
        String prefix = prefix(search);
        return search.name().stream().anyMatch(ModelQueries::asksForPart)
                ? named(search, prefix, ascending, after)
                : inListing(search, prefix, ascending, after);
    }

    private static String prefix(Comparison like) {
        return like.text().split("[%_]", -1)[0];
    }

    /** Whether a name may fail the clause although it has the clause's prefix, so that matches may be rare among many names. */
    private static boolean asksForPart(Comparison clause) {
        return clause.operator() == Operator.ILIKE
                || (clause.operator() == Operator.LIKE && !clause.text().equals(prefix(clause) + "%"));
    }

    /** All models that may match, read from the listing. */
    private Candidates inListing(ModelSearch search, String prefix, boolean ascending, String after) {
        SpreadQuery queries = shards.queries(shard -> Listing.MODELS.partitions(search.prompts(), shard).stream()
                .map(partition -> directed(from(Query.listing(partition), prefix, ascending, after), ascending))
                .toList());
        return new Merge(table, queries, by(Keys.LISTING_SK, ascending), search.maxResults())::next;
    }

    /** The models whose names match, found by the rows of names. */
    private Candidates named(ModelSearch search, String prefix, boolean ascending, String after) {
        SpreadQuery queries = shards.queries(shard ->
                List.of(directed(from(Query.table(NameRows.partition(shard)), prefix, ascending, after), ascending)));
        Merge rows =
                new Merge(table, queries, by(Keys.SK, ascending), row -> passes(row, search), FIRST_NAMES, MOST_NAMES);
        return new ByName(() -> rows.next().map(NameRows::name), atOnce(search.maxResults()));
    }

    private static boolean passes(Item row, ModelSearch search) {
        return NameRows.isShown(row, search.prompts())
                && search.name().stream().allMatch(clause -> clause.matches(NameRows.name(row)));
    }

    /** The query begins at the prefix, or at the last page's end if that is further: a sort key takes only one condition. */
    private static Query from(Query listing, String prefix, boolean ascending, String after) {
        if (after.isEmpty()) {
            return listing.beginsWith(prefix);
        }
        if (prefix.isEmpty()) {
            return ascending ? listing.after(after) : listing.before(after);
        }
        return ascending
                ? listing.between(after, prefix + Character.toString(Character.MAX_CODE_POINT))
                : listing.between(prefix, after);
    }

    private static Query directed(Query query, boolean ascending) {
        return ascending ? query : query.descending();
    }

    private static Comparator<Item> by(String sortKey, boolean ascending) {
        Comparator<Item> byName = Comparator.comparing(item -> item.string(sortKey), CodePointOrder.COMPARATOR);
        return ascending ? byName : byName.reversed();
    }

    private Candidates tagged(Comparison tag, boolean ascending, String after, int expected) {
        Query rows = Query.lookup(TagRows.modelsWith(tag.key(), tag.text()));
        Query query = directed(from(rows, "", ascending, after), ascending);
        Merge merge = new Merge(table, List.of(query), (_, _) -> 0, expected);
        return new ByName(() -> merge.next().map(row -> row.string(TagRows.MODEL_NAME)), atOnce(expected));
    }

    private static int atOnce(int expected) {
        return Math.min(CHUNK, expected + 1);
    }

    /** The models of the names in rows, several read at a time. */
    private final class ByName implements Candidates {
        private final Supplier<Optional<String>> names;
        private final int atOnce;
        private final Deque<Item> chunk = new ArrayDeque<>();
        private String last = "";

        ByName(Supplier<Optional<String>> names, int atOnce) {
            this.names = names;
            this.atOnce = atOnce;
        }

        @Override
        public Optional<Item> next() {
            while (chunk.isEmpty()) {
                List<Key> keys = keys();
                if (keys.isEmpty()) {
                    return Optional.empty();
                }
                Map<Key, Item> models = table.batchGet(keys);
                keys.stream()
                        .filter(models::containsKey)
                        .map(models::get)
                        .filter(ModelItems::isLiving)
                        .forEach(chunk::add);
            }
            return Optional.of(chunk.removeFirst());
        }

        private List<Key> keys() {
            List<Key> keys = new ArrayList<>();
            while (keys.size() < atOnce) {
                Optional<String> name = names.get();
                if (name.isEmpty()) {
                    break;
                }
                // a model may have two rows of a tag, or of its name, next to each other
                if (!name.get().equals(last)) {
                    keys.add(ModelItems.key(name.get()));
                }
                last = name.get();
            }
            return keys;
        }
    }
}
