package io.lambdaregistry.functions.triggers;

import io.lambdaregistry.dynamodb.event.StreamImages;
import io.lambdaregistry.event.DeadLetters;
import io.lambdaregistry.event.EventTime;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.functions.logging.RequestLog;
import io.lambdaregistry.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The base of functions that the table's stream calls with new events. After a failure the stream retries from the first record
 * that failed. A record that cannot be read becomes a dead letter, so that it does not block the others.
 *
 * <p>An operator may call such a function with {@code {"since": "2026-05-03T12:00:00Z"}}: it then reports the outbox's events
 * since that time, for example after a failure that lasted longer than the stream keeps records.
 */
abstract class EventStreamHandler extends TriggerHandler {
    private final DeadLetters deadLetters;
    private final Outbox outbox;

    /** Returns all events from an order on, in order, as records of the table's stream. */
    @FunctionalInterface
    interface Outbox {
        List<Map<String, Object>> since(long order);
    }

    EventStreamHandler(DeadLetters deadLetters, Outbox outbox) {
        this.deadLetters = deadLetters;
        this.outbox = outbox;
    }

    /** @param id the id of the event's stream record */
    record StreamedEvent(String id, RegistryEvent event) {}

    /**
     * Reports the events, in order.
     *
     * @return the id of the first event that failed; it is retried with all later ones
     */
    abstract Optional<String> announce(List<StreamedEvent> events);

    @Override
    protected final List<Map<?, ?>> records(Map<?, ?> event) {
        OptionalLong since = EventTime.parse("since", text(event, "since"));
        return since.isEmpty()
                ? super.records(event)
                : List.copyOf(outbox.since(RegistryEvent.orderOf(since.getAsLong())));
    }

    @Override
    protected final List<String> handle(List<Map<?, ?>> records, RequestLog log) {
        List<String> failed = new ArrayList<>();
        boolean done = isDone(
                () -> {
                    announce(records.stream()
                                    .flatMap(record -> read(record).stream())
                                    .toList())
                            .ifPresent(failed::add);
                    return true;
                },
                log);
        return done
                ? failed
                : records.stream().limit(1).map(EventStreamHandler::idOf).toList();
    }

    @SuppressWarnings("CatchingUnchecked") // one bad record must not keep back the others
    private Optional<StreamedEvent> read(Map<?, ?> record) {
        try {
            Optional<RegistryEvent> event = record.get("dynamodb") instanceof Map<?, ?> change
                            && change.get("NewImage") instanceof Map<?, ?> image
                    ? event(image)
                    : Optional.empty();
            event.filter(read -> !read.change().isKnown())
                    .ifPresent(unknown -> giveUp(
                            record, "its kind is " + unknown.change().kind().name()));
            return event.filter(read -> read.change().isKnown()).map(read -> new StreamedEvent(idOf(record), read));
        } catch (RuntimeException unreadable) {
            giveUp(record, String.valueOf(unreadable));
            return Optional.empty();
        }
    }

    /** The event of a stream image. Texts stored outside the item are not read unless a subclass overrides this. */
    Optional<RegistryEvent> event(Map<?, ?> image) {
        return StreamImages.event(image);
    }

    /** The dead letter contains the whole record, so that a later version that knows the kind can handle it. */
    private void giveUp(Map<?, ?> record, String why) {
        giveUp(Json.text(record), "This version does not know the event of this record: " + why);
    }

    final void giveUp(String body, String reason) {
        deadLetters.add(body, reason.replaceAll("\\p{Cntrl}", "?"));
    }

    private static String idOf(Map<?, ?> record) {
        return text(record, "dynamodb", "SequenceNumber");
    }
}
