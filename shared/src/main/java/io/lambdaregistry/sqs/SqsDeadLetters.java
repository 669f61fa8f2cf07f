package io.lambdaregistry.sqs;

import io.lambdaregistry.event.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Keeps dead letters in an SQS queue: the message as received, and the reason in its attribute {@code reason}. A message
 * larger than a megabyte is cut, because SQS would reject it, and the reason says so.
 */
public record SqsDeadLetters(SqsClient sqs, String queueUrl) implements DeadLetters {
    public static final String REASON = "reason";

    /** SQS accepts a mebibyte, including the attributes. */
    private static final int MOST_BYTES = 1_000_000;

    @Override
    public void add(String body, String reason) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean fits = bytes.length <= MOST_BYTES;
        String kept = fits ? body : new String(bytes, 0, MOST_BYTES, StandardCharsets.UTF_8);
        MessageAttributeValue attribute = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(
                        fits ? reason : reason + " (The message was too long for the queue, so its end is missing.)")
                .build();
        sqs.sendMessage(
                message -> message.queueUrl(queueUrl).messageBody(kept).messageAttributes(Map.of(REASON, attribute)));
    }
}
