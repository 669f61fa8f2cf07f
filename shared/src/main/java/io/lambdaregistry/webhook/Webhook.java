package io.lambdaregistry.webhook;

import io.lambdaregistry.access.Principal;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A receiver of events.
 *
 * @param description the description; may be empty
 * @param unknownEvents events of the webhook that only a later version of the registry knows: shown, but not delivered
 * @param creationTimestamp milliseconds since 1970, like the other timestamp
 * @param changedBy the principal of the latest change; at first the creator
 * @param activeSince events with an order (see {@link io.lambdaregistry.event.RegistryEvent#order}) up to this one are not
 *     delivered; meaningless while the webhook is disabled
 * @param sealedSecret the encrypted secret that signs deliveries
 */
public record Webhook(
        String id,
        String name,
        String description,
        String url,
        NavigableSet<WebhookEvent> events,
        SortedSet<String> unknownEvents,
        WebhookStatus status,
        long creationTimestamp,
        long lastUpdatedTimestamp,
        Principal createdBy,
        Principal changedBy,
        long activeSince,
        Optional<String> sealedSecret) {
    boolean wants(WebhookEvent event) {
        return status.isActive() && events.contains(event);
    }

    /** Omits the secret, even in its encrypted form. */
    @Override
    public String toString() {
        return "Webhook " + id + " " + name;
    }
}
