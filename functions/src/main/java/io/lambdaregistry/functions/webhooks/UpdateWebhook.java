package io.lambdaregistry.functions.webhooks;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.webhook.Webhooks;
import java.util.Optional;

/** {@code PATCH webhooks/{webhook_id}}: fields that are not given stay unchanged. */
final class UpdateWebhook extends JsonHandler {
    private final Webhooks webhooks;

    UpdateWebhook(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        parameters.unread("webhook_id");
        return WebhookJson.webhook(webhooks.update(
                parameters.path("webhook_id"),
                Optional.of(parameters.stringOrEmpty("name")).filter(name -> !name.isEmpty()),
                Optional.ofNullable(parameters.string("description")),
                Optional.of(parameters.stringOrEmpty("url")).filter(url -> !url.isEmpty()),
                WebhookJson.events(parameters),
                parameters.has(WebhookJson.OWN_EVENTS)
                        ? Optional.of(WebhookJson.ownEvents(parameters))
                        : Optional.empty(),
                WebhookJson.status(parameters),
                Optional.ofNullable(parameters.string("secret"))));
    }
}
