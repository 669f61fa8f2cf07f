package io.lambdaregistry.webhook;

import java.util.NavigableSet;
import java.util.Optional;

/**
 * Somebody who wants to be told.
 *
 * @param description empty where there is none
 * @param creationTimestamp milliseconds since 1970, as the other
 * @param activeSince the order, see {@link io.lambdaregistry.event.RegistryEvent#order}, that events must exceed to be told;
 *     of no meaning while it is disabled
 * @param sealedSecret what deliveries are signed with, encrypted
 */
public record Webhook(
        String id,
        String name,
        String description,
        String url,
        NavigableSet<WebhookEvent> events,
        WebhookStatus status,
        long creationTimestamp,
        long lastUpdatedTimestamp,
        long activeSince,
        Optional<String> sealedSecret) {
    boolean wants(WebhookEvent event) {
        return status == WebhookStatus.ACTIVE && events.contains(event);
    }

    /** Without the secret, even encrypted. */
    @Override
    public String toString() {
        return "Webhook " + id + " " + name;
    }
}
