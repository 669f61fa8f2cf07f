package io.lambdaregistry.functions.webhooks;

import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import io.lambdaregistry.webhook.Webhooks;
import java.util.Map;

/** The operations on webhooks. */
public final class WebhookOperations extends OperationGroup {
    private static final String ALL = "/{api}/2.0/mlflow/webhooks";
    private static final String ONE = ALL + "/{webhook_id}";

    public WebhookOperations() {
        super(operations(services().webhooks()));
    }

    private static Map<String, ApiHandler> operations(Webhooks webhooks) {
        return Map.of(
                "POST " + ALL, new CreateWebhook(webhooks),
                "GET " + ALL, new ListWebhooks(webhooks),
                "GET " + ONE, new GetWebhook(webhooks),
                "PATCH " + ONE, new UpdateWebhook(webhooks),
                "DELETE " + ONE, new DeleteWebhook(webhooks),
                "POST " + ONE + "/test", new TestWebhook(webhooks));
    }
}
