package io.lambdaregistry.dynamodb;

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Searches for model versions. A model's name, a run id or an exact tag give the partition to query; everything else walks
 * the listing. Where the candidates come by their last update, and that is the wanted order, a page stops at its end;
 * otherwise the best of the whole walk are kept.
 */
final class VersionQueries {
    /** How many candidates are resolved to their models together. */
    private static final int CHUNK = 500;

    private final Table table;
    private final PageTokens tokens;

    VersionQueries(Table table, PageTokens tokens) {
        this.table = table;
        this.tokens = tokens;
    }

    /**
     * A version that was found, and the last update that it is sorted by: the one it shows, but in a walk that stops early
     * its own, by which the index sorts and which a rename of its model does not move.
     */
    private record Hit(ModelVersion version, long updated) {
        List<String> position() {
            return List.of(
                    Long.toString(updated),
                    version.name(),
                    Long.toString(version.version()),
                    Long.toString(version.creationTimestamp()));
        }
    }

    /** Where the last page ended. */
    private record Position(long updated, String name, long version, long created) {
        static Position of(List<String> values) {
            return new Position(
                    Long.parseLong(values.get(0)),
                    values.get(1),
                    Long.parseLong(values.get(2)),
                    Long.parseLong(values.get(3)));
        }

        static Position of(Hit hit) {
            return of(hit.position());
        }
    }

    /** Candidates, and whether they come by their last update, latest first. */
    private record Candidates(Merge items, boolean byUpdate) {}

    Page<ModelVersion> search(VersionSearch search) {
        Optional<Position> after = search.pageToken().map(token -> Position.of(tokens.read(search.identity(), token)));
        List<Hit> hits = hits(search, after);
        List<Hit> page = hits.subList(0, Math.min(hits.size(), search.maxResults()));
        Optional<String> next = hits.size() <= search.maxResults()
                ? Optional.empty()
                : Optional.of(tokens.issue(search.identity(), page.getLast().position()));
        return new Page<>(page.stream().map(Hit::version).toList(), next);
    }

    private List<Hit> hits(VersionSearch search, Optional<Position> after) {
        Comparator<Position> order = order(search.order());
        TopResults<Hit> best = new TopResults<>(Comparator.comparing(Position::of, order), search.maxResults() + 1);
        Set<String> names = names(search);
        Map<String, Item> models = new HashMap<>();
        if (!names.isEmpty()) {
            table.batchGet(names.stream().map(ModelItems::key).toList())
                    .values()
                    .forEach(model -> models.put(model.string(ModelItems.ID), model));
        }
        boolean inOrder =
                search.isByLastUpdate() && models.values().stream().noneMatch(model -> model.has(ModelItems.RENAMED));
        Candidates candidates = candidates(search, names, models, inOrder ? after : Optional.empty());
        boolean stopsEarly = inOrder && candidates.byUpdate();
        int found = 0;
        for (List<Item> chunk = chunk(candidates); !chunk.isEmpty(); chunk = chunk(candidates)) {
            for (Hit hit : resolve(chunk, models, stopsEarly)) {
                boolean behind = after.isEmpty() || order.compare(Position.of(hit), after.get()) > 0;
                if (behind && search.matches(hit.version())) {
                    best.add(hit);
                    found++;
                }
            }
            if (stopsEarly && found > search.maxResults()) {
                break;
            }
        }
        return best.sorted();
    }

    /** The names that the filter demands; empty where any will do. */
    private static Set<String> names(VersionSearch search) {
        Set<String> names = new LinkedHashSet<>();
        search.equalTo("name").filter(name -> !name.isEmpty()).ifPresent(names::add);
        return names;
    }

    /** The next candidates, always with all that were updated in the same millisecond, since those sort by name. */
    private List<Item> chunk(Candidates candidates) {
        List<Item> chunk = new ArrayList<>();
        long last = -1;
        for (Optional<Item> next = candidates.items().next();
                next.isPresent();
                next = candidates.items().next()) {
            Item item = next.get();
            chunk.add(item);
            last = item.number(VersionItems.UPDATED);
            if (chunk.size() >= CHUNK && candidates.items().peek(VersionItems.UPDATED) != last) {
                break;
            }
        }
        return chunk;
    }

    private Candidates candidates(
            VersionSearch search, Set<String> names, Map<String, Item> models, Optional<Position> after) {
        int expected = search.maxResults() + 1;
        if (!names.isEmpty()) {
            List<Query> partitions = models.keySet().stream()
                    .map(id -> upTo(Query.byUpdate(VersionItems.partition(id)), after))
                    .toList();
            return new Candidates(new Merge(table, partitions, latestFirst(Keys.UPDATE_SK), expected), true);
        }
        Optional<String> run = search.equalTo("run_id").filter(id -> !id.isEmpty());
        if (run.isPresent()) {
            Query versions = upTo(Query.lookup(VersionItems.ofRun(run.get())), after);
            return new Candidates(new Merge(table, List.of(versions), latestFirst(Keys.LOOKUP_SK), expected), true);
        }
        Optional<Comparison> tag = search.tags().stream()
                .filter(Comparison::isEqualTo)
                .filter(clause -> !clause.key().equals(RegisteredModel.IS_PROMPT_TAG))
                .findFirst();
        if (tag.isPresent()) {
            Query rows =
                    Query.lookup(TagRows.versionsWith(tag.get().key(), tag.get().text()));
            return new Candidates(new Merge(table, List.of(rows), (_, _) -> 0, expected), false);
        }
        List<Query> shards = IntStream.range(0, Keys.SHARDS)
                .mapToObj(shard -> upTo(Query.listing(VersionItems.listing(shard, search.prompts())), after))
                .toList();
        return new Candidates(new Merge(table, shards, latestFirst(Keys.LISTING_SK), expected), true);
    }

    private static Query upTo(Query query, Optional<Position> after) {
        return after.map(position -> query.before(VersionItems.updateKey(position.updated() + 1, 0)))
                .orElse(query)
                .descending();
    }

    private static Comparator<Item> latestFirst(String sortKey) {
        return Comparator.comparing((Item item) -> item.string(sortKey)).reversed();
    }

    /**
     * The versions of those candidates whose models are still there: read by the name that the candidate notes, or the one
     * that its model was given since.
     */
    private List<Hit> resolve(List<Item> candidates, Map<String, Item> models, boolean byOwnUpdate) {
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
            Item version = candidate.has(VersionItems.STAGE)
                    ? candidate
                    : read.get(VersionItems.key(
                            candidate.string(VersionItems.MODEL_ID), candidate.number(TagRows.VERSION)));
            if (model != null && version != null) {
                ModelVersion shown = VersionItems.toVersion(version, model);
                hits.add(new Hit(
                        shown, byOwnUpdate ? version.number(VersionItems.UPDATED) : shown.lastUpdatedTimestamp()));
            }
        }
        return hits;
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
