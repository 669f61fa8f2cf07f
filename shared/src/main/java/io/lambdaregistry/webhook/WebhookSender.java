package io.lambdaregistry.webhook;

import java.util.Map;

/** Sends one request to a receiver, without retries and redirects. */
public interface WebhookSender {
    /** The header of every delivery. The registry rejects requests with it, so no webhook can make the registry call itself. */
    String DELIVERY_ID = "X-MLflow-Delivery-Id";

    Outcome send(String url, Map<String, String> headers, String body);

    /** The outcome of a request. */
    sealed interface Outcome {
        /** Returns whether the receiver accepted the delivery. */
        boolean isDelivered();

        /** @param body the beginning of the response's body */
        record Answered(int status, String body) implements Outcome {
            /** A redirect does not count, because it is not followed. */
            @Override
            public boolean isDelivered() {
                return status >= 200 && status < 300;
            }

            @Override
            public String toString() {
                return "the receiver answered " + status;
            }
        }

        /** @param reason the reason, in words that reveal nothing about the registry's network */
        record Failed(String reason) implements Outcome {
            @Override
            public boolean isDelivered() {
                return false;
            }

            @Override
            public String toString() {
                return reason;
            }
        }
    }
}
