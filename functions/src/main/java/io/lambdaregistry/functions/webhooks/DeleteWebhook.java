package io.lambdaregistry.functions.webhooks;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.webhook.Webhooks;

/** {@code DELETE webhooks/{webhook_id}}. */
final class DeleteWebhook extends JsonHandler {
    private final Webhooks webhooks;

    DeleteWebhook(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        webhooks.delete(parameters.path("webhook_id"));
        return JsonBody.EMPTY;
    }
}
