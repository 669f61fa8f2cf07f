package io.lambdaregistry.webhook;

import java.util.Map;

/** Sends a request to a receiver: once, without following anything it is referred to. */
public interface WebhookSender {
    /** The header of every delivery. The registry refuses requests that have it, so no webhook can have the registry call itself. */
    String DELIVERY_ID = "X-MLflow-Delivery-Id";

    Outcome send(String url, Map<String, String> headers, String body);

    /** What came of it. */
    sealed interface Outcome {
        /** Whether the receiver has it. */
        boolean isDelivered();

        /** @param body as much of it as is worth telling */
        record Answered(int status, String body) implements Outcome {
            /** A redirect is no delivery, since nobody goes there. */
            @Override
            public boolean isDelivered() {
                return status >= 200 && status < 300;
            }

            @Override
            public String toString() {
                return "the receiver answered " + status;
            }
        }

        /** @param reason in words that tell the caller nothing of the network behind */
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
