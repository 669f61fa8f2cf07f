package io.lambdaregistry.functions.webhooks;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.webhook.Webhooks;

/** {@code GET webhooks/{webhook_id}}. */
final class GetWebhook extends JsonHandler {
    private final Webhooks webhooks;

    GetWebhook(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        return WebhookJson.webhook(webhooks.get(parameters.path("webhook_id")));
    }
}
