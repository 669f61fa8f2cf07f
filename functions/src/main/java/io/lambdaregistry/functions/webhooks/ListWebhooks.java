package io.lambdaregistry.functions.webhooks;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.webhook.Webhooks;

/** {@code GET webhooks}. */
final class ListWebhooks extends JsonHandler {
    private final Webhooks webhooks;

    ListWebhooks(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        long maxResults = parameters.integer("max_results", Webhooks.DEFAULT_MAX_RESULTS);
        return WebhookJson.webhooks(
                webhooks.list(maxResults == 0 ? Webhooks.DEFAULT_MAX_RESULTS : maxResults, parameters.pageToken()));
    }
}
