package io.lambdaregistry.functions.triggers;

import io.lambdaregistry.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A message of a queue, as Lambda passes it to a function.
 *
 * @param attempt from 1
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">Lambda's event</a>
 */
record QueueMessage(String id, String body, int attempt) {
    /** The messages of an event. */
    static List<QueueMessage> read(byte[] event) {
        List<QueueMessage> messages = new ArrayList<>();
        if (Json.parse(event) instanceof Map<?, ?> fields && fields.get("Records") instanceof List<?> records) {
            for (Object record : records) {
                if (record instanceof Map<?, ?> message) {
                    messages.add(of(message));
                }
            }
        }
        return messages;
    }

    private static QueueMessage of(Map<?, ?> message) {
        Object received = message.get("attributes") instanceof Map<?, ?> attributes
                ? attributes.get("ApproximateReceiveCount")
                : null;
        return new QueueMessage(
                String.valueOf(message.get("messageId")),
                String.valueOf(message.get("body")),
                received == null ? 1 : Integer.parseInt(received.toString()));
    }
}
