package io.lambdaregistry.webhook;

import io.lambdaregistry.access.Principal;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * What is new about a webhook; what is empty stays.
 *
 * @param sealedSecret an empty text takes the secret away
 * @param by whoever makes the change
 */
public record WebhookChange(
        Optional<String> name,
        Optional<String> description,
        Optional<String> url,
        Optional<NavigableSet<WebhookEvent>> events,
        Optional<WebhookStatus> status,
        Optional<String> sealedSecret,
        Principal by) {}
