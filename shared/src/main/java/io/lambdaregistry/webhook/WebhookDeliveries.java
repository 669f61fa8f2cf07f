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
 * Tells webhooks what happened: every event at least once, those of a model in their order, each webhook and model by itself.
 *
 * <p>How far a webhook has been told of a model is kept beside the events, which are the queue. So a wake-up may be lost, come
 * twice or too early: whoever takes it goes on where the last one stopped. What cannot be delivered is tried again, later and
 * later, for a day from when it happened; then it is a dead letter, and the next event is told.
 */
public final class WebhookDeliveries {
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration GIVE_UP = Duration.ofHours(24);

    /** How long one call goes on telling, which leaves a function time for a last slow receiver. */
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

    /** Whether there is anybody who may want to be told. Who comes later is told what happens from then on. */
    public boolean hasListeners() {
        return !store.all().isEmpty();
    }

    /** Whom to wake for what happened. A webhook that is waiting to try again comes to it by itself. */
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

    /** Of a model or of a prompt: which it is need not be known to wake somebody. */
    private static boolean mayWant(Webhook webhook, RegistryEvent event) {
        return Payload.of(event, false)
                        .filter(told -> webhook.wants(told.event()))
                        .isPresent()
                || Payload.of(event, true)
                        .filter(told -> webhook.wants(told.event()))
                        .isPresent();
    }

    /** Whether a wake-up of its own comes back to it. One from before it was disabled may have found it so, and be gone. */
    private boolean isWaiting(Webhook webhook, String modelId) {
        return store.deliveryState(webhook.id(), modelId)
                .filter(state -> state.position() >= webhook.activeSince())
                .filter(state -> state.due().isPresent() && state.due().getAsLong() > clock.millis())
                .isPresent();
    }

    /** Those who were to be told again, later: what to begin with where no queue remembers. */
    public List<WakeUp> waiting() {
        return store.all().stream()
                .flatMap(webhook ->
                        store.waiting(webhook.id()).stream().map(modelId -> new WakeUp(webhook.id(), modelId, 0)))
                .toList();
    }

    /**
     * Tells a webhook all it has not been told of a model yet.
     *
     * @return when to go on; empty where there is nothing left to tell
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
            Optional<Instant> later = tell(webhook.get(), wakeUp.modelId(), next, new Progress(read, state), end);
            if (later.isPresent()) {
                return later;
            }
        }
    }

    /** How far it is, and what was read of that. */
    private static final class Progress {
        private Optional<DeliveryState> read;
        private DeliveryState state;

        Progress(Optional<DeliveryState> read, DeliveryState state) {
            this.read = read;
            this.state = state;
        }
    }

    /** @return when to go on; empty where all of these were told */
    private Optional<Instant> tell(
            Webhook webhook, String modelId, List<RegistryEvent> next, Progress progress, Instant end) {
        boolean ofPrompt = events.wasPrompt(next.getFirst());
        DeliveryState begun = progress.state;
        for (RegistryEvent event : next) {
            ofPrompt = event.change().isPromptAfter(ofPrompt); // what it is by the change counts, as in MLflow
            Optional<Payload> payload = Payload.of(event, ofPrompt).filter(told -> webhook.wants(told.event()));
            if (payload.isPresent()) {
                if (clock.instant().isAfter(end)) {
                    return Optional.of(clock.instant());
                }
                progress.state = send(webhook, event, payload.get().json(event.order()), progress.state);
                if (!note(webhook.id(), modelId, progress)) {
                    return Optional.of(clock.instant()); // somebody else is at it
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

    /** The same delivery has the same id whenever it is sent, so that a receiver can tell. */
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

    /** Twice as long each time, from a second to an hour, less up to half by chance. */
    private static Duration pauseAfter(int attempts) {
        Duration longest = Duration.ofSeconds(1L << Math.min(attempts, 12));
        long millis = (longest.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longest).toMillis();
        return Duration.ofMillis(millis - new SecureRandom().nextLong(millis / 2 + 1));
    }
}
