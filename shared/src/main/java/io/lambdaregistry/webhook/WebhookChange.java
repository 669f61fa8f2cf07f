package io.lambdaregistry.webhook;

import io.lambdaregistry.access.Principal;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * An update of a webhook; fields that are empty stay as they are.
 *
 * @param events those of MLflow
 * @param ownEvents those of this registry alone; may be an empty set
 * @param sealedSecret the new encrypted secret; an empty text removes the secret
 * @param by the principal that makes the change
 */
public record WebhookChange(
        Optional<String> name,
        Optional<String> description,
        Optional<String> url,
        Optional<NavigableSet<WebhookEvent>> events,
        Optional<NavigableSet<WebhookEvent>> ownEvents,
        Optional<WebhookStatus> status,
        Optional<String> sealedSecret,
        Principal by) {}
