package io.lambdaregistry.functions.triggers;

import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.logging.RequestLog;
import io.lambdaregistry.sqs.SqsWakeUps;
import io.lambdaregistry.webhook.WakeUps;
import io.lambdaregistry.webhook.WebhookDeliveries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Called with wake-ups: tells webhooks what happened. What could not be told comes again when it is due. */
public final class DeliverWebhooks extends TriggerHandler {
    private final WebhookDeliveries deliveries;
    private final WakeUps wakeUps;

    public DeliverWebhooks() {
        this(Services.fromEnvironment());
    }

    public DeliverWebhooks(Services services) {
        this.deliveries = services.webhookDeliveries();
        this.wakeUps = services.wakeUps();
    }

    @Override
    protected String idOf(Map<?, ?> record) {
        return text(record, "messageId");
    }

    @Override
    protected List<String> handle(List<Map<?, ?>> records, RequestLog log) {
        return records.stream()
                .filter(record -> !isDone(() -> deliver(record), log))
                .map(this::idOf)
                .toList();
    }

    /** Whether all is told. */
    private boolean deliver(Map<?, ?> record) {
        Optional<Instant> later = deliveries.deliver(SqsWakeUps.parse(text(record, "body")));
        later.ifPresent(time -> {
            Duration delay = Duration.between(Instant.now(), time);
            wakeUps.postpone(text(record, "receiptHandle"), delay.isNegative() ? Duration.ZERO : delay);
        });
        return later.isEmpty();
    }
}
