package io.lambdaregistry.webhook;

import io.lambdaregistry.search.Page;
import java.util.List;
import java.util.Optional;

/** Where webhooks are kept, and how far each has been told. Times are in milliseconds since 1970. */
public interface WebhookStore {
    void create(Webhook webhook);

    Optional<Webhook> get(String id);

    /** All of them: there are few. */
    List<Webhook> all();

    /** The latest created first. */
    Page<Webhook> list(int maxResults, Optional<String> pageToken);

    /** The webhook as it then is; empty where there is none. */
    Optional<Webhook> update(String id, WebhookChange change, long now);

    /** Whether there was one. How far it was told is collected later. */
    boolean delete(String id, long now);

    /** How far a webhook has been told of a model; empty where it never was. */
    Optional<DeliveryState> deliveryState(String webhookId, String modelId);

    /**
     * Notes how far it has been told, if it still is as was read.
     *
     * @return false where somebody else has noted something since
     */
    boolean noteDelivery(String webhookId, String modelId, Optional<DeliveryState> read, DeliveryState now);

    /** The models of which a webhook is to be told again, later. */
    List<String> waiting(String webhookId);
}
