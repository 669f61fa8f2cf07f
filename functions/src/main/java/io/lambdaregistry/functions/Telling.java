package io.lambdaregistry.functions;

import io.lambdaregistry.event.DeadLetters;
import io.lambdaregistry.event.EventBus;
import io.lambdaregistry.webhook.SecretCipher;
import io.lambdaregistry.webhook.WakeUps;
import io.lambdaregistry.webhook.WebhookAddresses;
import java.util.function.Supplier;

/**
 * How others are told what happened. What is supplied is asked for by the functions that need it.
 *
 * @param addresses where deliveries of webhooks may go
 * @param cipher for their secrets
 * @param wakeUps the queue of deliveries
 * @param bus for whoever listens there
 * @param deadLetters where a function puts what it cannot work off
 */
public record Telling(
        WebhookAddresses addresses,
        Supplier<SecretCipher> cipher,
        Supplier<WakeUps> wakeUps,
        Supplier<EventBus> bus,
        Supplier<DeadLetters> deadLetters) {}
