package io.lambdaregistry.functions.triggers;

import io.lambdaregistry.dynamodb.StreamImages;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.logging.RequestLog;
import io.lambdaregistry.webhook.WakeUps;
import io.lambdaregistry.webhook.WebhookDeliveries;
import java.util.List;
import java.util.Map;

/** Called by the table's stream with new events: wakes those who are to tell webhooks. All of a batch, or it comes again. */
public final class WakeWebhooks extends TriggerHandler {
    private final WebhookDeliveries deliveries;
    private final WakeUps wakeUps;

    public WakeWebhooks() {
        this(Services.fromEnvironment());
    }

    public WakeWebhooks(Services services) {
        this.deliveries = services.webhookDeliveries();
        this.wakeUps = services.wakeUps();
    }

    @Override
    protected String idOf(Map<?, ?> record) {
        return text(record, "dynamodb", "SequenceNumber");
    }

    @Override
    protected List<String> handle(List<Map<?, ?>> records, RequestLog log) {
        List<RegistryEvent> events = records.stream()
                .flatMap(record -> image(record).stream())
                .flatMap(image -> StreamImages.event(image).stream())
                .toList();
        return isDone(() -> wake(events), log)
                ? List.of()
                : records.stream().limit(1).map(this::idOf).toList();
    }

    private boolean wake(List<RegistryEvent> events) {
        wakeUps.send(deliveries.wakeUpsFor(events));
        return true;
    }

    private static List<Map<?, ?>> image(Map<?, ?> record) {
        return record.get("dynamodb") instanceof Map<?, ?> change && change.get("NewImage") instanceof Map<?, ?> image
                ? List.of(image)
                : List.of();
    }
}
