package io.lambdaregistry.local.webhooks;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.dynamodb.event.DynamoEventStore;
import io.lambdaregistry.dynamodb.webhook.OutboxPosition;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.triggers.DeliverWebhooks;
import io.lambdaregistry.functions.triggers.WakeWebhooks;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.gateway.FunctionLog;
import io.lambdaregistry.sqs.SqsWakeUps;
import io.lambdaregistry.webhook.WakeUp;
import io.lambdaregistry.webhook.WakeUps;
import io.lambdaregistry.webhook.WebhookDeliveries;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The local counterpart of the table's stream and the queue in AWS: calls {@link WakeWebhooks} with new events, and
 * {@link DeliverWebhooks} with wake-ups. Deliveries for one webhook and model run one at a time, and again when
 * {@link DeliverWebhooks} asks for it.
 *
 * <p>New events are found by polling the outbox. The table stores the position up to which all events were handled; so after a
 * crash some events are seen twice, and none is missed.
 */
final class WebhookDispatcher implements WakeUps, AutoCloseable {
    private static final long POLL_MILLIS = 300;

    /** The longest time between an event's order and its visibility: the longest time that its transaction takes. */
    private static final Duration OVERLAP = Duration.ofSeconds(15);

    private static final Duration NOTED_EACH = Duration.ofSeconds(10);

    /** The pause after a failure for which the function gave no delay. */
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(10);

    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, Long> seen = new HashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("webhooks").factory());

    @Nullable private Calls calls;

    /** The order up to which all events were handled; below it, the position that the table stores. */
    private long dealtWith;

    private long noted;

    /** The services and handlers that the dispatcher calls, once the registry has started. */
    private record Calls(
            DynamoEventStore events,
            OutboxPosition position,
            WebhookDeliveries deliveries,
            RequestStreamHandler wake,
            RequestStreamHandler deliver) {}

    /** The deliveries to one webhook about one model. */
    private static final class Group {
        private final WakeUp wakeUp;
        private boolean running;
        private boolean wokenMeanwhile;
        private boolean postponed;
        private Duration pause = AFTER_A_FAILURE;

        /** The order of the first event that this group was woken for and has not handled. */
        private long since;

        Group(WakeUp wakeUp) {
            this.wakeUp = wakeUp;
            this.since = wakeUp.order();
        }
    }

    /** Starts at the position where the last process stopped. */
    void start(Services services) {
        calls = new Calls(
                services.events(),
                services.outboxPosition(),
                services.webhookDeliveries(),
                services.wire(WakeWebhooks::new),
                services.wire(DeliverWebhooks::new));
        dealtWith = calls().position().read().orElseGet(WebhookDispatcher::nowInOrder);
        send(services.webhookDeliveries().waiting());
        var _ = clock.scheduleWithFixedDelay(this::poll, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Calls calls() {
        return Objects.requireNonNull(calls);
    }

    private static long nowInOrder() {
        return TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    }

    @SuppressWarnings("CatchingUnchecked") // the next poll finds again what fails now
    private void poll() {
        try {
            look();
        } catch (RuntimeException | IOException failure) {
            System.err.println("webhooks: " + failure);
        }
    }

    private void look() throws IOException {
        long before = nowInOrder();
        if (!calls().deliveries().hasListeners()) {
            remember(before);
            return;
        }
        long since = dealtWith - TimeUnit.MILLISECONDS.toMicros(OVERLAP.toMillis());
        List<Map<String, Object>> records = calls().events().recordsSince(since).stream()
                .filter(record -> !seen.containsKey(idOf(record)))
                .toList();
        if (!records.isEmpty() && !failedIn(call(calls().wake(), "WakeWebhooks", records))) {
            records.forEach(record -> seen.put(idOf(record), before));
        }
        remember(Math.min(before, firstUnfinished()));
        seen.values().removeIf(time -> time < since);
    }

    private static String idOf(Map<String, Object> record) {
        return record.get("dynamodb") instanceof Map<?, ?> change ? String.valueOf(change.get("SequenceNumber")) : "";
    }

    private synchronized long firstUnfinished() {
        return groups.values().stream()
                .filter(group -> !group.postponed)
                .mapToLong(group -> group.since)
                .filter(order -> order > 0)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Stores the position at intervals only, since an old position merely costs repeated reads. */
    private void remember(long until) {
        dealtWith = until;
        if (until - noted < TimeUnit.MILLISECONDS.toMicros(NOTED_EACH.toMillis())) {
            return;
        }
        calls().position().keep(until);
        noted = until;
    }

    private static Map<?, ?> call(RequestStreamHandler handler, String name, List<?> records) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        byte[] event = Json.text(Map.of("Records", records)).getBytes(StandardCharsets.UTF_8);
        handler.handleRequest(
                new ByteArrayInputStream(event),
                output,
                FunctionLog.CONSOLE.context(UUID.randomUUID().toString(), name));
        return (Map<?, ?>) Objects.requireNonNull(Json.parse(output.toByteArray()));
    }

    private static boolean failedIn(Map<?, ?> answer) {
        return answer.get("batchItemFailures") instanceof List<?> failures && !failures.isEmpty();
    }

    @Override
    public synchronized void send(List<WakeUp> wakeUps) {
        wakeUps.forEach(this::wake);
    }

    private synchronized void wake(WakeUp wakeUp) {
        Group group = groups.computeIfAbsent(nameOf(wakeUp), name -> new Group(wakeUp));
        if (group.running) {
            group.wokenMeanwhile = true;
        } else if (!group.postponed) {
            group.running = true;
            Thread.ofVirtual().name("webhook-" + nameOf(wakeUp)).start(() -> deliver(group));
        }
    }

    private static String nameOf(WakeUp wakeUp) {
        return wakeUp.webhookId() + "-" + wakeUp.modelId();
    }

    @Override
    public synchronized void postpone(String receipt, Duration delay) {
        Objects.requireNonNull(groups.get(receipt)).pause = delay;
    }

    @SuppressWarnings("CatchingUnchecked") // the group continues after any failure
    private void deliver(Group group) {
        String name = nameOf(group.wakeUp);
        boolean failed;
        try {
            failed = failedIn(call(
                    calls().deliver(),
                    "DeliverWebhooks",
                    List.of(Map.of("messageId", name, "receiptHandle", name, "body", SqsWakeUps.body(group.wakeUp)))));
        } catch (IOException | RuntimeException failure) {
            System.err.println("webhooks: " + failure);
            failed = true;
        }
        ended(group, failed);
    }

    private synchronized void ended(Group group, boolean failed) {
        group.running = false;
        Duration pause = group.pause;
        group.pause = AFTER_A_FAILURE;
        if (failed) {
            group.postponed = true;
            if (!clock.isShutdown()) {
                var _ = clock.schedule(() -> again(group), pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        } else if (group.wokenMeanwhile) {
            group.wokenMeanwhile = false;
            wake(group.wakeUp);
        } else {
            groups.remove(nameOf(group.wakeUp));
        }
    }

    private synchronized void again(Group group) {
        group.postponed = false;
        group.wokenMeanwhile = false;
        wake(group.wakeUp);
    }

    /** Does not wait for deliveries under way: those that are not recorded in time are repeated after the next start. */
    @Override
    public void close() {
        clock.shutdownNow();
        try {
            clock.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
