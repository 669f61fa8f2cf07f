package io.lambdaregistry.webhook;

import io.lambdaregistry.access.Principal;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A receiver of events.
 *
 * @param description empty where there is none
 * @param creationTimestamp milliseconds since 1970, as the other
 * @param activeSince the order, see {@link io.lambdaregistry.event.RegistryEvent#order}, that events must exceed to be told;
 *     of no meaning while it is disabled
 * @param unknownEvents those that it wants too and only a later version of the registry knows: they are shown, and not told
 * @param changedBy the last to change it, or its creator
 * @param sealedSecret what deliveries are signed with, encrypted
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
