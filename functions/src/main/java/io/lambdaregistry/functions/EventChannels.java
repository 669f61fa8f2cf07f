package io.lambdaregistry.functions;

import io.lambdaregistry.event.DeadLetters;
import io.lambdaregistry.event.EventBus;
import io.lambdaregistry.seal.SealRequests;
import io.lambdaregistry.seal.signature.RegistryKey;
import io.lambdaregistry.webhook.SecretCipher;
import io.lambdaregistry.webhook.WakeUps;
import io.lambdaregistry.webhook.WebhookAddresses;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The channels that report events to others, webhooks, the event bus and dead letters, and the key that signs. Each supplier is
 * called only by the functions that need its value.
 *
 * @param addresses the addresses to which webhooks may be delivered
 * @param cipher encrypts and decrypts the webhooks' secrets
 * @param wakeUps the queue of wake-ups for webhook deliveries
 * @param sealRequests the queue of versions whose files are to be digested
 * @param bus the event bus on which events are published
 * @param deadLetters keeps the messages that a function cannot process
 * @param registryKey the key with which the registry signs versions; empty if it signs none
 */
public record EventChannels(
        WebhookAddresses addresses,
        Supplier<SecretCipher> cipher,
        Supplier<WakeUps> wakeUps,
        Supplier<SealRequests> sealRequests,
        Supplier<EventBus> bus,
        Supplier<DeadLetters> deadLetters,
        Supplier<Optional<RegistryKey>> registryKey) {
    /** The channels of a registry that signs nothing. */
    public EventChannels(
            WebhookAddresses addresses,
            Supplier<SecretCipher> cipher,
            Supplier<WakeUps> wakeUps,
            Supplier<SealRequests> sealRequests,
            Supplier<EventBus> bus,
            Supplier<DeadLetters> deadLetters) {
        this(addresses, cipher, wakeUps, sealRequests, bus, deadLetters, Optional::empty);
    }

    /** Returns these channels with a key that signs. */
    public EventChannels signingWith(Supplier<Optional<RegistryKey>> key) {
        return new EventChannels(addresses, cipher, wakeUps, sealRequests, bus, deadLetters, key);
    }
}
