package io.lambdaregistry.sqs;

import io.lambdaregistry.event.DeadLetters;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Dead letters in a queue of SQS: the message as it came, and the reason as its attribute {@code reason}. */
public record SqsDeadLetters(SqsClient sqs, String queueUrl) implements DeadLetters {
    public static final String REASON = "reason";

    @Override
    public void add(String body, String reason) {
        MessageAttributeValue attribute = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(reason)
                .build();
        sqs.sendMessage(
                message -> message.queueUrl(queueUrl).messageBody(body).messageAttributes(Map.of(REASON, attribute)));
    }
}
