package io.lambdaregistry.sqs;

import io.lambdaregistry.webhook.WakeUp;
import io.lambdaregistry.webhook.WakeUps;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Sends wake-ups to a FIFO queue. The wake-ups of one webhook and one model form a message group, of which SQS delivers one at a
 * time. So events stay in order, and a slow receiver delays only its own webhook.
 */
public final class SqsWakeUps implements WakeUps {
    private static final int BATCH = 10;

    /** SQS's longest visibility timeout of a message. */
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

    /** Returns the message body that {@link #parse} reads: three fields, separated by spaces; ids contain none. */
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
