package io.lambdaregistry.webhook;

import java.util.NavigableSet;
import java.util.Optional;

/**
 * What is new about a webhook; what is empty stays.
 *
 * @param sealedSecret an empty text takes the secret away
 */
public record WebhookChange(
        Optional<String> name,
        Optional<String> description,
        Optional<String> url,
        Optional<NavigableSet<WebhookEvent>> events,
        Optional<WebhookStatus> status,
        Optional<String> sealedSecret) {}
