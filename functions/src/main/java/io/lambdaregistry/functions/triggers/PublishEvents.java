package io.lambdaregistry.functions.triggers;

import io.lambdaregistry.dynamodb.event.StreamImages;
import io.lambdaregistry.event.AuditEntry;
import io.lambdaregistry.event.DeadLetters;
import io.lambdaregistry.event.EventBus;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.eventbridge.EventBridgeBus;
import io.lambdaregistry.functions.audit.AuditJson;
import io.lambdaregistry.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Called by the table's stream with new events: publishes each on an event bus, in the form of the audit trail, at least once.
 * Events that the bus does not accept are retried.
 */
public final class PublishEvents extends EventStreamHandler {
    private final EventBus bus;
    private final Function<Map<?, ?>, Optional<RegistryEvent>> streamed;

    public PublishEvents() {
        super(services().deadLetters(), services().events()::recordsSince);
        this.bus = services().eventBus();
        this.streamed = services().events()::streamed;
    }

    public PublishEvents(EventBus bus, DeadLetters deadLetters) {
        super(deadLetters, order -> List.of());
        this.bus = bus;
        this.streamed = StreamImages::event;
    }

    @Override
    Optional<RegistryEvent> event(Map<?, ?> image) {
        return streamed.apply(image);
    }

    @Override
    Optional<String> announce(List<StreamedEvent> events) {
        List<StreamedEvent> published = new ArrayList<>();
        List<EventBus.Entry> entries = new ArrayList<>();
        for (StreamedEvent streamed : events) {
            EventBus.Entry entry = entry(streamed);
            if (entry.detail().getBytes(StandardCharsets.UTF_8).length > EventBridgeBus.MOST_BYTES) {
                giveUp(entry.detail(), "The event is larger than an event bus accepts.");
            } else {
                published.add(streamed);
                entries.add(entry);
            }
        }
        OptionalInt refused = bus.put(entries);
        return refused.isPresent()
                ? Optional.of(published.get(refused.getAsInt()).id())
                : Optional.empty();
    }

    /** The previous value is included only where the change had to read it: for stages and aliases. */
    private static EventBus.Entry entry(StreamedEvent streamed) {
        AuditEntry entry = new AuditEntry(streamed.event(), streamed.event().oldValue());
        return new EventBus.Entry(
                streamed.event().time(),
                streamed.event().change().kind().name(),
                Json.object(writer -> AuditJson.write(writer, entry)));
    }
}
