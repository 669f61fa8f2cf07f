package io.lambdaregistry.functions.webhooks;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.webhook.WebhookEvent;
import io.lambdaregistry.webhook.Webhooks;
import java.util.Optional;

/** {@code POST webhooks/{webhook_id}/test}: delivers a sample event. */
final class TestWebhook extends JsonHandler {
    private final Webhooks webhooks;

    TestWebhook(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        parameters.unread("webhook_id");
        return WebhookJson.testResult(webhooks.test(
                parameters.path("webhook_id"),
                Optional.ofNullable(parameters.object("event"))
                        .map(WebhookJson::event)
                        .or(() -> Optional.ofNullable(parameters.string("registry_event"))
                                .map(WebhookEvent::own))));
    }
}
