package io.lambdaregistry.eventbridge;

import io.lambdaregistry.aws.JsonService;
import io.lambdaregistry.event.EventBus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Puts events on an EventBridge bus.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html">PutEvents</a>
 */
public final class EventBridgeBus implements EventBus {
    /** The source of all events, for the patterns of rules. */
    public static final String SOURCE = "lambda-model-registry";

    /** The most bytes of an entry's detail: EventBridge's limit for an entry, less room for its other fields. */
    public static final int MOST_BYTES = 255 * 1024;

    private static final int MOST_ENTRIES = 10;

    private final JsonService events;
    private final String name;

    /** @param name the bus's name or ARN */
    public EventBridgeBus(JsonService events, String name) {
        this.events = events;
        this.name = name;
    }

    @Override
    public OptionalInt put(List<Entry> entries) {
        int from = 0;
        while (from < entries.size()) {
            int to = endOfRequest(entries, from);
            OptionalInt refused = putAtOnce(entries.subList(from, to));
            if (refused.isPresent()) {
                return OptionalInt.of(from + refused.getAsInt());
            }
            from = to;
        }
        return OptionalInt.empty();
    }

    /** Returns the end of the entries that fit into one request by number and size; at least one entry. */
    private static int endOfRequest(List<Entry> entries, int from) {
        int bytes = size(entries.get(from));
        int to = from + 1;
        while (to < entries.size() && to - from < MOST_ENTRIES && bytes + size(entries.get(to)) <= MOST_BYTES) {
            bytes += size(entries.get(to));
            to++;
        }
        return to;
    }

    private static int size(Entry entry) {
        return entry.detail().getBytes(StandardCharsets.UTF_8).length;
    }

    private OptionalInt putAtOnce(List<Entry> entries) {
        Map<?, ?> answer = events.call(
                "PutEvents",
                Map.of("Entries", entries.stream().map(this::fields).toList()));
        List<?> results = answer.get("Entries") instanceof List<?> list ? list : List.of();
        for (int i = 0; i < entries.size(); i++) {
            if (i >= results.size() || !(results.get(i) instanceof Map<?, ?> result && result.containsKey("EventId"))) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private Map<String, Object> fields(Entry entry) {
        return Map.of(
                "Time",
                entry.time() / 1_000.0,
                "Source",
                SOURCE,
                "DetailType",
                entry.type(),
                "Detail",
                entry.detail(),
                "EventBusName",
                name);
    }
}
