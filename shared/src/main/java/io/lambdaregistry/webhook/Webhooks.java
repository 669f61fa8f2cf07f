package io.lambdaregistry.webhook;

import io.lambdaregistry.access.Caller;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.search.Page;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** The operations on webhooks, as MLflow's REST API names them. Thread-safe. */
public final class Webhooks {
    public static final int DEFAULT_MAX_RESULTS = 100;
    private static final int MAX_RESULTS = 1_000;

    private final WebhookStore store;
    private final WebhookAddresses addresses;
    private final SecretCipher cipher;
    private final WebhookSender sender;
    private final InstantSource clock;

    public Webhooks(
            WebhookStore store,
            WebhookAddresses addresses,
            SecretCipher cipher,
            WebhookSender sender,
            InstantSource clock) {
        this.store = store;
        this.addresses = addresses;
        this.cipher = cipher;
        this.sender = sender;
        this.clock = clock;
    }

    /**
     * @param events at least one must be MLflow's, because its clients read no webhook without any
     * @param secret signs the deliveries; no operation ever returns it
     */
    public Webhook create(
            String name,
            String description,
            String url,
            List<WebhookEvent> events,
            WebhookStatus status,
            Optional<String> secret) {
        WebhookRules.checkName(name);
        WebhookRules.checkUrl(url, addresses);
        if (events.stream().noneMatch(WebhookEvent::isOfMlflow)) {
            throw RegistryException.invalid("Webhook events must be a non-empty list of WebhookEvent objects: [].");
        }
        String id = UUID.randomUUID().toString();
        long now = clock.millis();
        Webhook webhook = new Webhook(
                id,
                name,
                description,
                url,
                sorted(events),
                Collections.emptySortedSet(),
                status,
                now,
                now,
                Caller.current(),
                Caller.current(),
                RegistryEvent.orderOf(now),
                secret.map(text -> cipher.seal(id, text)));
        store.create(webhook);
        return webhook;
    }

    private static NavigableSet<WebhookEvent> sorted(List<WebhookEvent> events) {
        NavigableSet<WebhookEvent> sorted = new TreeSet<>(events);
        if (sorted.size() < events.size()) {
            throw new RegistryException(ErrorCode.BAD_REQUEST, "A webhook can name an event only once.");
        }
        return sorted;
    }

    public Webhook get(String id) {
        return store.get(id).orElseThrow(() -> notFound(id));
    }

    private static RegistryException notFound(String id) {
        return RegistryException.notFound("Webhook with ID " + id + " not found.");
    }

    /** Lists webhooks, the latest created first. */
    public Page<Webhook> list(long maxResults, Optional<String> pageToken) {
        if (maxResults < 1 || maxResults > MAX_RESULTS) {
            throw RegistryException.invalid("max_results must be between 1 and " + MAX_RESULTS + ".");
        }
        return store.list((int) maxResults, pageToken);
    }

    /**
     * @param events MLflow's; an empty list leaves them
     * @param secret an empty text removes the secret; an empty Optional leaves it, like the other fields
     */
    public Webhook update(
            String id,
            Optional<String> name,
            Optional<String> description,
            Optional<String> url,
            List<WebhookEvent> events,
            Optional<List<WebhookEvent>> ownEvents,
            Optional<WebhookStatus> status,
            Optional<String> secret) {
        get(id); // a missing webhook is reported before any other error
        name.ifPresent(WebhookRules::checkName);
        url.ifPresent(text -> WebhookRules.checkUrl(text, addresses));
        WebhookChange change = new WebhookChange(
                name,
                description,
                url,
                events.isEmpty() ? Optional.empty() : Optional.of(sorted(events)),
                ownEvents.map(Webhooks::sorted),
                status,
                secret.map(text -> text.isEmpty() ? "" : cipher.seal(id, text)),
                Caller.current());
        return store.update(id, change, clock.millis()).orElseThrow(() -> notFound(id));
    }

    public void delete(String id) {
        if (!store.delete(id, clock.millis())) {
            throw notFound(id);
        }
    }

    /** Sends an example of an event (default: the webhook's first of MLflow's events), also if the webhook is disabled. */
    public WebhookSender.Outcome test(String id, Optional<WebhookEvent> event) {
        Webhook webhook = get(id);
        Payload example = Payload.example(event.or(() -> webhook.events().stream()
                        .filter(WebhookEvent::isOfMlflow)
                        .findFirst())
                .orElseThrow(() -> RegistryException.invalid(
                        "This version of the registry knows none of the webhook's events. Name one to test it.")));
        long now = clock.millis();
        String body = example.json(RegistryEvent.orderOf(now));
        return sender.send(
                webhook.url(),
                SignedDelivery.headers(
                        UUID.randomUUID().toString(),
                        now / 1_000,
                        body,
                        webhook.sealedSecret().map(secret -> cipher.open(id, secret))),
                body);
    }
}
