package io.lambdaregistry.functions.webhooks;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.webhook.WebhookStatus;
import io.lambdaregistry.webhook.Webhooks;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code POST webhooks}. */
final class CreateWebhook extends JsonHandler {
    private final Webhooks webhooks;

    CreateWebhook(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        String url = parameters.requiredString("url");
        List<Parameters> events = parameters.givenObjects("events");
        return WebhookJson.webhook(webhooks.create(
                name,
                parameters.stringOrEmpty("description"),
                url,
                Stream.concat(events.stream().map(WebhookJson::event), WebhookJson.ownEvents(parameters).stream())
                        .toList(),
                WebhookJson.status(parameters).orElse(WebhookStatus.ACTIVE),
                Optional.of(parameters.stringOrEmpty("secret")).filter(secret -> !secret.isEmpty())));
    }
}
