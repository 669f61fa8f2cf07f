package io.lambdaregistry.functions.triggers;

import io.lambdaregistry.webhook.WakeUps;
import io.lambdaregistry.webhook.WebhookDeliveries;
import java.util.List;
import java.util.Optional;

/**
 * Called by the table's stream with new events: sends wake-ups for webhook deliveries. If one fails, the whole batch is
 * retried.
 */
public final class WakeWebhooks extends EventStreamHandler {
    private final WebhookDeliveries deliveries;
    private final WakeUps wakeUps;

    public WakeWebhooks() {
        super(services().deadLetters(), services().events()::imagesSince);
        this.deliveries = services().webhookDeliveries();
        this.wakeUps = services().wakeUps();
    }

    @Override
    Optional<String> tell(List<StreamedEvent> events) {
        wakeUps.send(
                deliveries.wakeUpsFor(events.stream().map(StreamedEvent::event).toList()));
        return Optional.empty();
    }
}
