package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Merge;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.RecentRows;
import io.lambdaregistry.dynamodb.kit.SpreadQuery;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.TopResults;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.registry.VersionSearch;
import io.lambdaregistry.registry.VersionSearch.Order;
import io.lambdaregistry.search.CodePointOrder;
import io.lambdaregistry.search.Comparison;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Searches for model versions. A model's name, a run id or an exact tag give the partition to query; everything else walks
 * the listing. Where the candidates come by their last update, and that is the wanted order, a page stops at its end;
 * otherwise the best of the whole walk are kept.
 */
final class VersionQueries {
    /** The number of candidates whose models are read together. */
    private static final int CHUNK = 500;

    /** The number of candidates that a later page may read again: those of the millisecond at which the last page ended. */
    private static final int OF_A_MILLISECOND = 8;

    private final Table table;
    private final ListingShards shards;
    private final PageTokens tokens;

    VersionQueries(Table table, ListingShards shards, PageTokens tokens) {
        this.table = table;
        this.shards = shards;
        this.tokens = tokens;
    }

    /** A version that was found. Its long texts are read when {@code version()} is first called. */
    private static final class Hit {
        private final Item item;
        private final Item model;
        private final Position position;
        private @Nullable ModelVersion version;

        Hit(Item item, Item model) {
            this.item = item;
            this.model = model;
            this.position = new Position(
                    Math.max(item.number(VersionItems.UPDATED), model.number(ModelItems.RENAMED)),
                    model.string(ModelItems.NAME),
                    item.number(VersionItems.VERSION),
                    item.number(VersionItems.CREATED));
        }

        Key key() {
            return item.key();
        }

        Position position() {
            return position;
        }

        /** Whether the rename of its model, not its own update, decides its place. */
        boolean isMoved() {
            return model.number(ModelItems.RENAMED) > item.number(VersionItems.UPDATED);
        }

        ModelVersion version() {
            if (version == null) {
                version = VersionItems.withAliases(item, model);
            }
            return version;
        }

        long size() {
            return Characters.of(version());
        }
    }

    /** The place of a version in any order, and so the end of a page. */
    private record Position(long updated, String name, long version, long created) {
        static Position of(List<String> values) {
            return new Position(
                    Long.parseLong(values.get(0)),
                    values.get(1),
                    Long.parseLong(values.get(2)),
                    Long.parseLong(values.get(3)));
        }

        List<String> values() {
            return List.of(Long.toString(updated), name, Long.toString(version), Long.toString(created));
        }
    }

    /** The end of a walk over candidates. */
    private enum Walk {
        /** The walk reads all candidates, since they come in no order. */
        WHOLE,
        /** The walk stops at the page's end: candidates come by their last update, latest first. */
        PAGE,
        /** As {@code PAGE}, but the rename of its model may place a candidate higher. */
        PAGE_BELOW_RENAMES,
        /** As above, over all models. */
        PAGE_OF_ALL
    }

    private record Candidates(Merge items, Walk walk) {}

    Page<ModelVersion> search(VersionSearch search) {
        Optional<Position> after = search.pageToken().map(token -> Position.of(tokens.read(search.identity(), token)));
        TopResults<Hit> hits = hits(search, after);
        return Page.of(
                        hits.page(),
                        hits.isFull(),
                        (Hit last) ->
                                tokens.issue(search.identity(), last.position().values()))
                .map(Hit::version);
    }

    private TopResults<Hit> hits(VersionSearch search, Optional<Position> after) {
        Comparator<Position> order = order(search.order());
        TopResults<Hit> best =
                new TopResults<>(Comparator.comparing(Hit::position, order), search.maxResults(), Hit::size);
        Optional<String> name = search.equalTo("name").filter(text -> !text.isEmpty());
        Map<String, Item> models = new HashMap<>();
        name.flatMap(text -> table.get(ModelItems.key(text))).ifPresent(model -> addModel(model, models));
        boolean inOrder =
                search.isByLastUpdate() && models.values().stream().noneMatch(model -> model.has(ModelItems.RENAMED));
        Optional<Position> from = inOrder ? after : Optional.empty();
        Candidates candidates = candidates(search, name.isPresent(), models, from);
        Predicate<Hit> wanted = hit -> (after.isEmpty() || order.compare(hit.position(), after.get()) > 0)
                && best.takes(hit)
                && search.matches(hit.version());
        return switch (inOrder ? candidates.walk() : Walk.WHOLE) {
            case WHOLE -> bestOf(search, candidates, models, Long.MAX_VALUE, best, wanted);
            case PAGE -> bestOf(search, candidates, models, -1, best, wanted);
            case PAGE_BELOW_RENAMES -> {
                RenamedModels renamed = renamedUpTo(from);
                readAhead(renamed, candidates);
                yield bestOf(search, candidates, models, renamed.latest(), best, wanted);
            }
            case PAGE_OF_ALL -> firstOfWalk(search, candidates, from, best, wanted);
        };
    }

    private RenamedModels renamedUpTo(Optional<Position> from) {
        return new RenamedModels(
                table, from.map(position -> OptionalLong.of(position.updated())).orElse(OptionalLong.empty()));
    }

    /** Reads the first candidate of both walks at the same time. */
    private void readAhead(RenamedModels renamed, Candidates candidates) {
        table.inParallel(List.<Callable<Long>>of(
                renamed::latest, () -> candidates.items().peek(VersionItems.UPDATED)));
    }

    /**
     * @param stopAbove a candidate that was last updated by that time may have a higher place, so the walk continues past a
     *     full page
     */
    private TopResults<Hit> bestOf(
            VersionSearch search,
            Candidates candidates,
            Map<String, Item> models,
            long stopAbove,
            TopResults<Hit> best,
            Predicate<Hit> wanted) {
        int size = stopAbove == Long.MAX_VALUE ? CHUNK : firstChunk(search);
        Set<Key> met = new HashSet<>(); // a version of the last seconds is found twice: in its index and by its row
        for (List<Item> chunk = chunk(candidates, size); !chunk.isEmpty(); chunk = chunk(candidates, size)) {
            size = Math.min(CHUNK, size * 2);
            resolve(chunk, models)
                    .filter(hit -> met.add(hit.key()))
                    .filter(wanted)
                    .forEach(best::add);
            if (best.isFull() && chunk.getLast().number(VersionItems.UPDATED) > stopAbove) {
                break;
            }
        }
        return best;
    }

    private static int firstChunk(VersionSearch search) {
        return Math.min(CHUNK, search.maxResults() + 1 + OF_A_MILLISECOND);
    }

    /** Walks over the versions of all models by their own updates, and merges in the versions that a rename placed higher. */
    private TopResults<Hit> firstOfWalk(
            VersionSearch search,
            Candidates candidates,
            Optional<Position> from,
            TopResults<Hit> best,
            Predicate<Hit> wanted) {
        RenamedModels renamed = renamedUpTo(from);
        readAhead(renamed, candidates);
        Map<String, Item> models = new HashMap<>();
        Set<Position> moved = new HashSet<>();
        int size = firstChunk(search);
        boolean ended = false;
        while (!ended && !best.isFull()) {
            List<Item> chunk = chunk(candidates, size);
            size = Math.min(CHUNK, size * 2);
            ended = chunk.isEmpty();
            List<Item> renamedSince = renamed.since(ended ? 0 : chunk.getLast().number(VersionItems.UPDATED));
            Stream.concat(resolve(chunk, models), movedBy(renamedSince, models))
                    .filter(wanted)
                    .filter(hit -> !hit.isMoved() || moved.add(hit.position()))
                    .forEach(best::add);
        }
        return best;
    }

    /** The versions whose last update was the rename of their model. */
    private Stream<Hit> movedBy(List<Item> renamedModels, Map<String, Item> models) {
        renamedModels.forEach(model -> addModel(model, models));
        List<Query> partitions = renamedModels.stream()
                .map(model -> Query.byUpdate(VersionItems.partition(model.string(ModelItems.ID))))
                .toList();
        Merge versions = new Merge(table, partitions, (_, _) -> 0, CHUNK);
        List<Item> all = new ArrayList<>();
        for (Optional<Item> next = versions.next(); next.isPresent(); next = versions.next()) {
            all.add(next.get());
        }
        return resolve(all, models).filter(Hit::isMoved);
    }

    /**
     * The next candidates: at least that many, and always all that were updated in the same millisecond, since those are
     * sorted by name.
     */
    private List<Item> chunk(Candidates candidates, int size) {
        List<Item> chunk = new ArrayList<>();
        long last = -1;
        for (Optional<Item> next = candidates.items().next();
                next.isPresent();
                next = candidates.items().next()) {
            Item item = next.get();
            chunk.add(item);
            last = item.number(VersionItems.UPDATED);
            if (chunk.size() >= size && candidates.items().peek(VersionItems.UPDATED) != last) {
                break;
            }
        }
        return chunk;
    }

    private Candidates candidates(
            VersionSearch search, boolean ofOneModel, Map<String, Item> models, Optional<Position> after) {
        int expected = search.maxResults() + 1;
        if (ofOneModel) {
            List<Query> partitions = models.keySet().stream()
                    .map(id -> upTo(Query.byUpdate(VersionItems.partition(id)), after))
                    .toList();
            return new Candidates(new Merge(table, partitions, Merge.latestFirst(Keys.UPDATE_SK), expected), Walk.PAGE);
        }
        Optional<String> run = search.equalTo("run_id").filter(id -> !id.isEmpty());
        if (run.isPresent()) {
            String ofRun = VersionItems.ofRun(run.get());
            Query versions = upTo(Query.lookup(ofRun), after);
            Query recent = after.map(position -> RecentRows.newest(ofRun, position.updated()))
                    .orElseGet(() -> RecentRows.newest(ofRun));
            SpreadQuery both = new SpreadQuery(List.of(versions), List.of(recent), Optional.empty());
            return new Candidates(
                    new Merge(table, both, Merge.latestFirst(Keys.LOOKUP_SK), expected), Walk.PAGE_BELOW_RENAMES);
        }
        Optional<Comparison> tag = search.tags().stream()
                .filter(Comparison::isEqualTo)
                .filter(clause -> !clause.key().equals(RegisteredModel.IS_PROMPT_TAG))
                .findFirst();
        if (tag.isPresent()) {
            Query rows =
                    Query.lookup(TagRows.versionsWith(tag.get().key(), tag.get().text()));
            return new Candidates(new Merge(table, List.of(rows), (_, _) -> 0, expected), Walk.WHOLE);
        }
        SpreadQuery all = shards.queries(shard -> Listing.VERSIONS.partitions(search.prompts(), shard).stream()
                .map(partition -> upTo(Query.listing(partition), after))
                .toList());
        return new Candidates(new Merge(table, all, Merge.latestFirst(Keys.LISTING_SK), expected), Walk.PAGE_OF_ALL);
    }

    private static Query upTo(Query query, Optional<Position> after) {
        return after.map(position -> query.before(VersionItems.updateKey(position.updated() + 1, 0)))
                .orElse(query)
                .descending();
    }

    /**
     * The versions of the candidates whose models exist. A model is read by the name that the candidate has, or by its
     * present name if it was renamed since.
     */
    private Stream<Hit> resolve(List<Item> candidates, Map<String, Item> models) {
        Set<Key> keys = new LinkedHashSet<>();
        for (Item candidate : candidates) {
            String modelId = candidate.string(VersionItems.MODEL_ID);
            if (!candidate.has(VersionItems.STAGE)) {
                keys.add(VersionItems.key(modelId, candidate.number(TagRows.VERSION)));
            }
            if (!models.containsKey(modelId)) {
                keys.add(ModelItems.key(candidate.string(VersionItems.MODEL_NAME)));
                keys.add(ModelItems.renamedKey(modelId));
            }
        }
        Map<Key, Item> read = table.batchGet(keys);
        read.values().forEach(item -> addModel(item, models));
        addRenamed(read, models);
        List<Hit> hits = new ArrayList<>();
        for (Item candidate : candidates) {
            Item model = models.get(candidate.string(VersionItems.MODEL_ID));
            Key key = VersionItems.key(candidate.string(VersionItems.MODEL_ID), candidate.number(TagRows.VERSION));
            Item version = keys.contains(key) ? read.get(key) : candidate; // the table is newer than the index
            if (model != null && version != null && VersionItems.isLiving(version)) {
                hits.add(new Hit(version, model));
            }
        }
        return hits.stream();
    }

    private static void addModel(Item item, Map<String, Item> models) {
        if (item.has(ModelItems.ID)) {
            models.put(item.string(ModelItems.ID), item);
        }
    }

    private void addRenamed(Map<Key, Item> read, Map<String, Item> models) {
        List<Key> present = read.entrySet().stream()
                .filter(entry -> entry.getKey().pk().startsWith("RENAMED#"))
                .filter(entry -> !models.containsKey(entry.getKey().pk().substring("RENAMED#".length())))
                .map(entry -> ModelItems.key(entry.getValue().string(ModelItems.NAME)))
                .toList();
        if (!present.isEmpty()) {
            table.batchGet(present).values().forEach(item -> addModel(item, models));
        }
    }

    private static Comparator<Position> order(List<Order> clauses) {
        return clauses.stream()
                .map(VersionQueries::comparator)
                .reduce(Comparator::thenComparing)
                .orElseThrow();
    }

    private static Comparator<Position> comparator(Order clause) {
        Comparator<Position> comparator = switch (clause.key()) {
            case NAME -> Comparator.comparing(Position::name, CodePointOrder.COMPARATOR);
            case VERSION -> Comparator.comparingLong(Position::version);
            case CREATED -> Comparator.comparingLong(Position::created);
            case LAST_UPDATED -> Comparator.comparingLong(Position::updated);
        };
        return clause.ascending() ? comparator : comparator.reversed();
    }
}
