package io.lambdaregistry.functions.triggers;

import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.functions.logging.RequestLog;
import io.lambdaregistry.sqs.SqsWakeUps;
import io.lambdaregistry.webhook.WakeUp;
import io.lambdaregistry.webhook.WakeUps;
import io.lambdaregistry.webhook.WebhookDeliveries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Called with wake-ups from a queue: delivers events to webhooks. A failed delivery is retried when it is due. */
public final class DeliverWebhooks extends TriggerHandler {
    /**
     * A message that was received this often is replaced by a new one, since the queue moves a message that it has delivered
     * too often to the dead letters.
     */
    public static final int REPLACED_AFTER = 100;

    private final WebhookDeliveries deliveries = services().webhookDeliveries();
    private final WakeUps wakeUps = services().wakeUps();

    @Override
    protected List<String> handle(List<Map<?, ?>> records, RequestLog log) {
        return records.stream()
                .filter(record -> !isDone(() -> deliver(record), log))
                .map(record -> QueueMessage.of(record).id())
                .toList();
    }

    /** Whether the message is done and can be deleted. */
    private boolean deliver(Map<?, ?> record) {
        QueueMessage message = QueueMessage.of(record);
        WakeUp wakeUp = SqsWakeUps.parse(message.body());
        Optional<Instant> later = deliveries.deliver(wakeUp);
        if (later.isPresent() && message.attempt() >= REPLACED_AFTER) {
            long now = RegistryEvent.orderOf(System.currentTimeMillis());
            wakeUps.send(List.of(new WakeUp(wakeUp.webhookId(), wakeUp.modelId(), now)));
            return true;
        }
        later.ifPresent(time -> {
            Duration delay = Duration.between(Instant.now(), time);
            wakeUps.postpone(text(record, "receiptHandle"), delay.isNegative() ? Duration.ZERO : delay);
        });
        return later.isEmpty();
    }
}
