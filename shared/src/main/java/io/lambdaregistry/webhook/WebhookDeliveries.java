package io.lambdaregistry.webhook;

import io.lambdaregistry.event.DeadLetters;
import io.lambdaregistry.event.EventStore;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.json.PythonJson;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Delivers events to webhooks: each event at least once, the events of a model in order, each webhook and model independently.
 *
 * <p>The stored events are the queue, and the delivery position of each webhook and model is stored beside them. So a wake-up may
 * be lost, repeated or early: each delivery continues from the position. A failed delivery is retried with growing pauses
 * until a day after the event; then the event becomes a dead letter, and the next one is delivered.
 */
public final class WebhookDeliveries {
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration GIVE_UP = Duration.ofHours(24);

    /** The time for which one call delivers events; it leaves a function time for a last slow receiver. */
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    private static final int PAGE = 50;

    private final WebhookStore store;
    private final EventStore events;
    private final SecretCipher cipher;
    private final WebhookSender sender;
    private final DeadLetters deadLetters;
    private final InstantSource clock;

    public WebhookDeliveries(
            WebhookStore store,
            EventStore events,
            SecretCipher cipher,
            WebhookSender sender,
            DeadLetters deadLetters,
            InstantSource clock) {
        this.store = store;
        this.events = events;
        this.cipher = cipher;
        this.sender = sender;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    /** Returns whether any active webhook exists. A webhook created later receives only later events. */
    public boolean hasListeners() {
        return !store.all().isEmpty();
    }

    /** Returns the wake-ups to send for events. A webhook that waits to retry needs none: its own wake-up returns. */
    public List<WakeUp> wakeUpsFor(List<RegistryEvent> happened) {
        if (happened.isEmpty()) {
            return List.of();
        }
        List<Webhook> webhooks = store.all();
        return happened.stream()
                .flatMap(event -> webhooks.stream()
                        .filter(webhook -> mayWant(webhook, event) && !isWaiting(webhook, event.modelId()))
                        .map(webhook -> new WakeUp(webhook.id(), event.modelId(), event.order())))
                .toList();
    }

    /** Returns whether the webhook listens to the event, be its model a prompt or not; which of the two is read only later. */
    private static boolean mayWant(Webhook webhook, RegistryEvent event) {
        return Payload.of(event, false)
                        .filter(payload -> webhook.wants(payload.event()))
                        .isPresent()
                || Payload.of(event, true)
                        .filter(payload -> webhook.wants(payload.event()))
                        .isPresent();
    }

    /**
     * Returns whether a wake-up of the webhook is still queued. One from before the webhook was disabled may have been dropped.
     */
    private boolean isWaiting(Webhook webhook, String modelId) {
        return store.deliveryState(webhook.id(), modelId)
                .filter(state -> state.position() >= webhook.activeSince())
                .filter(state -> state.due().isPresent() && state.due().getAsLong() > clock.millis())
                .isPresent();
    }

    /**
     * Returns a wake-up for each webhook and model that waits to retry. A process whose queue is empty after a start sends
     * them.
     */
    public List<WakeUp> waiting() {
        return store.all().stream()
                .flatMap(webhook ->
                        store.waiting(webhook.id()).stream().map(modelId -> new WakeUp(webhook.id(), modelId, 0)))
                .toList();
    }

    /**
     * Delivers to a webhook all events of a model after its delivery position.
     *
     * @return when to continue; empty if nothing is left to deliver
     */
    public Optional<Instant> deliver(WakeUp wakeUp) {
        Instant end = clock.instant().plus(AT_ONCE);
        while (true) {
            Optional<Webhook> webhook =
                    store.get(wakeUp.webhookId()).filter(found -> found.status().isActive());
            if (webhook.isEmpty()) {
                return Optional.empty();
            }
            Optional<DeliveryState> read = store.deliveryState(wakeUp.webhookId(), wakeUp.modelId());
            if (read.isPresent() && read.get().due().orElse(0) > clock.millis()) {
                return Optional.of(Instant.ofEpochMilli(read.get().due().getAsLong()));
            }
            DeliveryState state = read.filter(
                            known -> known.position() >= webhook.get().activeSince())
                    .orElseGet(() -> read.orElseGet(() -> DeliveryState.beginningAt(0))
                            .delivered(webhook.get().activeSince()));
            List<RegistryEvent> next = events.after(wakeUp.modelId(), state.position(), PAGE);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            Optional<Instant> later = deliver(webhook.get(), wakeUp.modelId(), next, new Progress(read, state), end);
            if (later.isPresent()) {
                return later;
            }
        }
    }

    /** The current delivery state, and the state as it was read from the store. */
    private static final class Progress {
        private Optional<DeliveryState> read;
        private DeliveryState state;

        Progress(Optional<DeliveryState> read, DeliveryState state) {
            this.read = read;
            this.state = state;
        }
    }

    /** @return when to continue; empty if all of these events were delivered */
    private Optional<Instant> deliver(
            Webhook webhook, String modelId, List<RegistryEvent> next, Progress progress, Instant end) {
        boolean ofPrompt = events.wasPrompt(next.getFirst());
        DeliveryState begun = progress.state;
        for (RegistryEvent event : next) {
            ofPrompt = event.change()
                    .isPromptAfter(ofPrompt); // whether it is a prompt after the change counts, as in MLflow
            Optional<Payload> payload = Payload.of(event, ofPrompt).filter(it -> webhook.wants(it.event()));
            if (payload.isPresent()) {
                if (clock.instant().isAfter(end)) {
                    return Optional.of(clock.instant());
                }
                progress.state = send(webhook, event, payload.get().json(event.order()), progress.state);
                if (!note(webhook.id(), modelId, progress)) {
                    return Optional.of(clock.instant()); // another process is delivering
                }
                if (progress.state.due().isPresent()) {
                    return Optional.of(Instant.ofEpochMilli(progress.state.due().getAsLong()));
                }
            } else {
                progress.state = progress.state.passing(event.order());
            }
        }
        boolean noted = progress.state.equals(begun) || note(webhook.id(), modelId, progress);
        return noted ? Optional.empty() : Optional.of(clock.instant());
    }

    private boolean note(String webhookId, String modelId, Progress progress) {
        Optional<DeliveryState> now = Optional.of(progress.state);
        boolean noted =
                now.equals(progress.read) || store.noteDelivery(webhookId, modelId, progress.read, progress.state);
        progress.read = now;
        return noted;
    }

    /** Sends one delivery. Every attempt has the same delivery id, so a receiver recognises repetitions. */
    private DeliveryState send(Webhook webhook, RegistryEvent event, String body, DeliveryState state) {
        String deliveryId = UUID.nameUUIDFromBytes((webhook.id() + " " + event.id()).getBytes(StandardCharsets.UTF_8))
                .toString();
        WebhookSender.Outcome outcome = sender.send(
                webhook.url(),
                SignedDelivery.headers(
                        deliveryId,
                        clock.instant().getEpochSecond(),
                        body,
                        webhook.sealedSecret().map(secret -> cipher.open(webhook.id(), secret))),
                body);
        if (outcome.isDelivered()) {
            return state.delivered(event.order());
        }
        long now = clock.millis();
        DeliveryState failed =
                state.failed(now, now + pauseAfter(state.attempts()).toMillis());
        if (Math.min(now - failed.failingSince(), now - event.time()) < GIVE_UP.toMillis()) {
            return failed;
        }
        deadLetters.add(
                PythonJson.text(Payload.data("webhook_id", webhook.id(), "delivery_id", deliveryId, "body", body)),
                "given up a day after it happened, and after %d attempts in a row that failed: %s"
                        .formatted(failed.attempts(), outcome));
        return failed.givingUp(event.order());
    }

    /** Returns a pause that doubles with each attempt, from a second to an hour, randomly shortened by up to half. */
    private static Duration pauseAfter(int attempts) {
        Duration longest = Duration.ofSeconds(1L << Math.min(attempts, 12));
        long millis = (longest.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longest).toMillis();
        return Duration.ofMillis(millis - new SecureRandom().nextLong(millis / 2 + 1));
    }
}
