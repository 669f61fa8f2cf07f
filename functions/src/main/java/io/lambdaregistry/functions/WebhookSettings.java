package io.lambdaregistry.functions;

import io.lambdaregistry.webhook.SecretCipher;
import io.lambdaregistry.webhook.WakeUps;
import io.lambdaregistry.webhook.WebhookAddresses;
import java.util.function.Supplier;

/**
 * How webhooks are told.
 *
 * @param addresses where deliveries may go
 * @param cipher for their secrets; asked for by the functions that need it, as is the next
 * @param wakeUps the queue of deliveries
 */
public record WebhookSettings(WebhookAddresses addresses, Supplier<SecretCipher> cipher, Supplier<WakeUps> wakeUps) {}
