package io.lambdaregistry.dynamodb.event;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Merge;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.TopResults;
import io.lambdaregistry.event.AuditEntry;
import io.lambdaregistry.event.AuditSearch;
import io.lambdaregistry.event.EventStore;
import io.lambdaregistry.event.ModelAtTime;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.event.Subject;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads the events that the stores of the registry and of uploads write with their changes. The events of a model are read
 * consistently; the models that once had a name, and the events of all models, are found by indexes that lag.
 */
public final class DynamoEventStore implements EventStore {
    private final Table table;
    private final PageTokens tokens;
    private final EarlierValues earlierValues;

    public DynamoEventStore(Table table, PageTokens tokens) {
        this.table = table;
        this.tokens = tokens;
        this.earlierValues = new EarlierValues(table);
    }

    @Override
    public Page<AuditEntry> search(AuditSearch search) {
        String before = search.pageToken()
                .map(token -> tokens.read(search.identity(), token).getFirst())
                .orElseGet(() -> Keys.sortable(RegistryEvent.orderOf(search.until())));
        List<Query> queries = search.name()
                .map(name -> eventsOf(ModelIds.of(table, name), before))
                .orElseGet(() -> eventsOfAll(before));
        Merge merge = new Merge(table, queries, Merge.latestFirst(Keys.LISTING_SK), search.maxResults());
        long first = RegistryEvent.orderOf(search.since());
        List<Item> items = new ArrayList<>();
        long size = 0;
        Optional<Item> next = next(merge, before, first);
        while (next.isPresent() && items.size() < search.maxResults() && size <= TopResults.LARGEST_PAGE) {
            items.add(next.get());
            size += next.get().length();
            next = next(merge, before, first);
        }
        List<RegistryEvent> events = items.stream().map(EventItems::toEvent).toList();
        Page<Item> page = Page.of(
                items,
                next.isPresent(),
                last -> tokens.issue(search.identity(), List.of(last.string(Keys.LISTING_SK))));
        return new Page<>(earlierValues.of(events), page.nextPageToken(), page.tokenAfter());
    }

    /**
     * The next event of the time searched. A model's first event has a key that does not contain its time, so it is always read
     * and filtered here.
     */
    private static Optional<Item> next(Merge merge, String before, long first) {
        Optional<Item> next = merge.next();
        while (next.isPresent() && next.get().string(Keys.LISTING_SK).compareTo(before) >= 0) {
            next = merge.next();
        }
        return next.filter(item -> item.number(EventItems.ORDER) >= first);
    }

    /** All events from an order on, in order, as records of the table's stream, for a process that has no stream. */
    public List<Map<String, Object>> recordsSince(long order) {
        return since(order)
                .sorted(Comparator.comparing(StreamImages::sequenceNumber))
                .map(StreamImages::record)
                .toList();
    }

    /** All events from an order on, in order, without their long texts. */
    public List<RegistryEvent> eventsSince(long order) {
        return since(order)
                .map(EventItems::toEvent)
                .sorted(Comparator.comparingLong(RegistryEvent::order))
                .toList();
    }

    private Stream<Item> since(long order) {
        List<Callable<List<Item>>> calls = IntStream.range(0, Keys.SHARDS)
                .mapToObj(shard -> (Callable<List<Item>>) () -> table.queryAll(
                        Query.listing(EventItems.listing(shard)).after(Keys.sortable(Math.max(0, order)))))
                .toList();
        return table.inParallel(calls).stream().flatMap(List::stream);
    }

    /**
     * The whole event that a record of the stream has, its long texts read from the table; empty for a record of anything else.
     *
     * @param newImage the record's {@code dynamodb.NewImage}
     */
    public Optional<RegistryEvent> streamed(Map<?, ?> newImage) {
        return StreamImages.event(table.item(StreamImages.attributes(newImage)));
    }

    private static List<Query> eventsOfAll(String before) {
        return IntStream.range(0, Keys.SHARDS)
                .mapToObj(shard ->
                        Query.listing(EventItems.listing(shard)).before(before).descending())
                .toList();
    }

    private static List<Query> eventsOf(Set<String> ids, String before) {
        String last = before.split("#", 2)[0];
        return ids.stream()
                .map(id -> Query.table(EventItems.partition(id))
                        .between(EventItems.FIRST, last)
                        .descending())
                .toList();
    }

    @Override
    public List<RegistryEvent> after(String modelId, long order, int atMost) {
        Query behind = Query.table(EventItems.partition(modelId))
                .after(Keys.sortable(order))
                .limit(atMost);
        List<Callable<List<Item>>> calls = List.of(
                () -> table.get(EventItems.firstKey(modelId)).stream().toList(),
                () -> table.query(behind, null).items());
        return table.inParallel(calls).stream()
                .flatMap(List::stream)
                .map(EventItems::toEvent)
                .filter(event -> event.order() > order)
                .distinct()
                .limit(atMost)
                .toList();
    }

    @Override
    public boolean wasPrompt(RegistryEvent event) {
        return earlierValues
                .before(event, Subject.Tag.PROMPT)
                .filter(value -> RegisteredModel.isPrompt(Map.of(RegisteredModel.IS_PROMPT_TAG, value)))
                .isPresent();
    }

    @Override
    public Optional<ModelAtTime> at(String name, long time) {
        List<Callable<Optional<ModelAtTime>>> calls = ModelIds.of(table, name).stream()
                .map(id -> (Callable<Optional<ModelAtTime>>) () -> modelAt(id, RegistryEvent.orderOf(time + 1)))
                .toList();
        return table.inParallel(calls).stream()
                .flatMap(Optional::stream)
                .filter(model -> model.name().equals(name))
                .findFirst();
    }

    /** The state of a model, from its first event and those that moved something; no others are read. */
    private Optional<ModelAtTime> modelAt(String id, long end) {
        List<Callable<List<Item>>> calls = List.of(
                () -> table.get(EventItems.firstKey(id)).stream().toList(),
                () -> table.queryAll(Query.byUpdate(EventItems.partition(id)).before(Keys.sortable(end))));
        return ModelAtTime.after(table.inParallel(calls).stream()
                .flatMap(List::stream)
                .map(EventItems::toEvent)
                .filter(event -> event.order() < end)
                .toList());
    }
}
