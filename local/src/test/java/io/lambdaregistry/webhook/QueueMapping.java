package io.lambdaregistry.webhook;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Lambda's event source mapping of a queue: one message in each call, a limited number of concurrent calls, and a message
 * deleted when it is done.
 */
public final class QueueMapping implements AutoCloseable {
    private static final int CALLS_AT_ONCE = 50;

    private final SqsClient sqs;
    private final String queue;
    private final Supplier<RequestStreamHandler> function;
    private final Semaphore free = new Semaphore(CALLS_AT_ONCE);
    private final AtomicInteger crashes = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    /** @param function made anew for each call, as after a crash */
    public QueueMapping(SqsClient sqs, String queue, Supplier<RequestStreamHandler> function) {
        this.sqs = sqs;
        this.queue = queue;
        this.function = function;
        calls.execute(this::poll);
    }

    int crashes() {
        return crashes.get();
    }

    private void poll() {
        while (!ended.get()) {
            free.acquireUninterruptibly();
            List<Message> messages = sqs.receiveMessage(receive -> receive.queueUrl(queue)
                            .maxNumberOfMessages(1)
                            .waitTimeSeconds(1)
                            .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                    .messages();
            if (messages.isEmpty()) {
                free.release();
            } else if (!ended.get()) {
                calls.execute(() -> call(messages.getFirst()));
            }
        }
    }

    private void call(Message message) {
        try {
            Optional<List<String>> failed = FunctionCall.failures(function.get(), List.of(record(message)));
            if (failed.isEmpty()) {
                crashes.incrementAndGet();
            } else if (failed.get().isEmpty()) {
                sqs.deleteMessage(delete -> delete.queueUrl(queue).receiptHandle(message.receiptHandle()));
            }
        } finally {
            free.release();
        }
    }

    private static Map<String, Object> record(Message message) {
        return Map.of(
                "messageId", message.messageId(),
                "receiptHandle", message.receiptHandle(),
                "body", message.body(),
                "attributes",
                        Map.of(
                                "ApproximateReceiveCount",
                                message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)));
    }

    @Override
    public void close() {
        ended.set(true);
        calls.close();
    }
}
