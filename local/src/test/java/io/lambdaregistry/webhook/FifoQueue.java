package io.lambdaregistry.webhook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * A FIFO queue of SQS in memory: message groups with one message in flight at a time, deduplication, and visibility time-outs.
 */
final class FifoQueue implements SqsClient {
    private final Duration visibility;
    private final Map<String, Deque<Waiting>> groups = new LinkedHashMap<>();
    private final Map<String, Waiting> away = new HashMap<>();
    private final Set<String> sent = new HashSet<>();

    /** @param visibility how long a message is away that nobody deletes */
    FifoQueue(Duration visibility) {
        this.visibility = visibility;
    }

    private static final class Waiting {
        private final String id = UUID.randomUUID().toString();
        private final SendMessageBatchRequestEntry entry;
        private long visibleFrom;
        private int received;
        private String receipt = "";

        Waiting(SendMessageBatchRequestEntry entry) {
            this.entry = entry;
        }
    }

    synchronized boolean isEmpty() {
        return groups.isEmpty();
    }

    @Override
    public synchronized SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        for (SendMessageBatchRequestEntry entry : request.entries()) {
            if (sent.add(entry.messageDeduplicationId())) {
                groups.computeIfAbsent(entry.messageGroupId(), group -> new ArrayDeque<>())
                        .add(new Waiting(entry));
            }
        }
        notifyAll();
        return SendMessageBatchResponse.builder().build();
    }

    @Override
    public synchronized ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        long end = System.currentTimeMillis() + request.waitTimeSeconds() * 1_000L;
        while (true) {
            long now = System.currentTimeMillis();
            for (Deque<Waiting> group : groups.values()) {
                if (group.getFirst().visibleFrom <= now) {
                    return ReceiveMessageResponse.builder()
                            .messages(List.of(take(group.getFirst(), now)))
                            .build();
                }
            }
            if (now >= end) {
                return ReceiveMessageResponse.builder().build();
            }
            try {
                wait(20); // something may be visible again by then
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ReceiveMessageResponse.builder().build();
            }
        }
    }

    private Message take(Waiting message, long now) {
        message.visibleFrom = now + visibility.toMillis();
        message.received++;
        away.remove(message.receipt);
        message.receipt = UUID.randomUUID().toString();
        away.put(message.receipt, message);
        return Message.builder()
                .messageId(message.id)
                .receiptHandle(message.receipt)
                .body(message.entry.messageBody())
                .attributes(Map.of(
                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, Integer.toString(message.received)))
                .build();
    }

    @Override
    public synchronized DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
        Waiting message = away.remove(request.receiptHandle());
        if (message != null) {
            groups.computeIfPresent(message.entry.messageGroupId(), (name, group) -> {
                group.remove(message);
                return group.isEmpty() ? null : group;
            });
        }
        return DeleteMessageResponse.builder().build();
    }

    @Override
    public synchronized ChangeMessageVisibilityResponse changeMessageVisibility(
            ChangeMessageVisibilityRequest request) {
        Waiting message = away.get(request.receiptHandle());
        if (message != null) {
            message.visibleFrom = System.currentTimeMillis() + request.visibilityTimeout() * 1_000L;
        }
        return ChangeMessageVisibilityResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
