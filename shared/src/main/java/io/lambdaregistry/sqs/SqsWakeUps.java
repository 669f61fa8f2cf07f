package io.lambdaregistry.sqs;

import io.lambdaregistry.webhook.WakeUp;
import io.lambdaregistry.webhook.WakeUps;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Wake-ups on a FIFO queue. Those of a webhook and a model are a group, of which one is worked on at a time, so no event
 * overtakes another, and a receiver that is slow or dead holds up nobody else.
 */
public final class SqsWakeUps implements WakeUps {
    private static final int BATCH = 10;

    /** SQS's limit on how long a message can be away. */
    private static final Duration LONGEST = Duration.ofHours(12);

    private final SqsClient sqs;
    private final String queueUrl;

    public SqsWakeUps(SqsClient sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    @Override
    public void send(List<WakeUp> wakeUps) {
        for (int from = 0; from < wakeUps.size(); from += BATCH) {
            List<WakeUp> batch = wakeUps.subList(from, Math.min(from + BATCH, wakeUps.size()));
            var response = sqs.sendMessageBatch(request -> request.queueUrl(queueUrl)
                    .entries(IntStream.range(0, batch.size())
                            .mapToObj(i -> entry(Integer.toString(i), batch.get(i)))
                            .toList()));
            if (response.hasFailed() && !response.failed().isEmpty()) {
                throw new IllegalStateException("the queue refused "
                        + response.failed().size() + " wake-ups: "
                        + response.failed().getFirst().code());
            }
        }
    }

    private static SendMessageBatchRequestEntry entry(String id, WakeUp wakeUp) {
        String group = wakeUp.webhookId() + "-" + wakeUp.modelId();
        return SendMessageBatchRequestEntry.builder()
                .id(id)
                .messageGroupId(group)
                .messageDeduplicationId(group + "-" + wakeUp.order())
                .messageBody(body(wakeUp))
                .build();
    }

    /** As {@link #parse} reads it: three fields without spaces, ids being what they are. */
    public static String body(WakeUp wakeUp) {
        return wakeUp.webhookId() + " " + wakeUp.modelId() + " " + wakeUp.order();
    }

    public static WakeUp parse(String body) {
        String[] fields = body.split(" ", 3);
        return new WakeUp(fields[0], fields[1], Long.parseLong(fields[2]));
    }

    @Override
    public void postpone(String receipt, Duration delay) {
        Duration shortened = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
        sqs.changeMessageVisibility(
                request -> request.queueUrl(queueUrl).receiptHandle(receipt).visibilityTimeout((int)
                        Math.ceilDiv(shortened.toMillis(), 1_000)));
    }
}
