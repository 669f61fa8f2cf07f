package io.lambdaregistry.functions.triggers;

import java.util.Map;

/**
 * A message of a queue, in the form in which Lambda passes it to a function.
 *
 * @param attempt counted from 1
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">Lambda's event</a>
 */
record QueueMessage(String id, String body, int attempt) {
    static QueueMessage of(Map<?, ?> record) {
        String received = TriggerHandler.text(record, "attributes", "ApproximateReceiveCount");
        return new QueueMessage(
                TriggerHandler.text(record, "messageId"),
                TriggerHandler.text(record, "body"),
                received.isEmpty() ? 1 : Integer.parseInt(received));
    }
}
