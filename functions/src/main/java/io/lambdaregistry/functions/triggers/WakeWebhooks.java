package io.lambdaregistry.functions.triggers;

import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.seal.SealRequest;
import io.lambdaregistry.seal.SealRequests;
import io.lambdaregistry.seal.Sealing;
import io.lambdaregistry.webhook.WakeUps;
import io.lambdaregistry.webhook.WebhookDeliveries;
import java.util.List;
import java.util.Optional;

/**
 * Called by the table's stream with new events: sends wake-ups for webhook deliveries, and requests to digest the files of new
 * versions. If one fails, the whole batch is retried.
 */
public final class WakeWebhooks extends EventStreamHandler {
    private final WebhookDeliveries deliveries;
    private final WakeUps wakeUps;
    private final Sealing sealing;
    private final SealRequests sealRequests;

    public WakeWebhooks() {
        super(services().deadLetters(), services().events()::recordsSince);
        this.deliveries = services().webhookDeliveries();
        this.wakeUps = services().wakeUps();
        this.sealing = services().sealing();
        this.sealRequests = services().sealRequests();
    }

    @Override
    Optional<String> announce(List<StreamedEvent> streamed) {
        List<RegistryEvent> events = streamed.stream().map(StreamedEvent::event).toList();
        wakeUps.send(deliveries.wakeUpsFor(events));
        List<SealRequest> requests = events.stream()
                .flatMap(event -> sealing.requestsAfter(event).stream())
                .toList();
        sealRequests.send(requests);
        return Optional.empty();
    }
}
