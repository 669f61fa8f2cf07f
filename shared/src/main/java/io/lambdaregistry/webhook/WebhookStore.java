package io.lambdaregistry.webhook;

import io.lambdaregistry.search.Page;
import java.util.List;
import java.util.Optional;

/** Stores webhooks and their delivery states. Times are in milliseconds since 1970. */
public interface WebhookStore {
    void create(Webhook webhook);

    Optional<Webhook> get(String id);

    /** Returns all webhooks; there are few. */
    List<Webhook> all();

    /** Lists webhooks, the latest created first. */
    Page<Webhook> list(int maxResults, Optional<String> pageToken);

    /** Returns the updated webhook; empty if it does not exist. */
    Optional<Webhook> update(String id, WebhookChange change, long now);

    /** Returns whether the webhook existed. Its delivery states are collected later. */
    boolean delete(String id, long now);

    /** Returns the state of a webhook's deliveries for a model; empty before the first one. */
    Optional<DeliveryState> deliveryState(String webhookId, String modelId);

    /**
     * Stores a delivery state, on the condition that the stored one is still the one that was read.
     *
     * @return false if another process has changed the state since
     */
    boolean noteDelivery(String webhookId, String modelId, Optional<DeliveryState> read, DeliveryState now);

    /** Returns the ids of the models for which a webhook waits to retry. */
    List<String> waiting(String webhookId);
}
