package io.lambdaregistry.sqs;

import io.lambdaregistry.seal.SealRequest;
import io.lambdaregistry.seal.SealRequests;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Sends requests to digest the files of versions to a queue. */
public final class SqsSealRequests implements SealRequests {
    private static final int BATCH = 10;

    private final SqsClient sqs;
    private final String queueUrl;

    public SqsSealRequests(SqsClient sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    @Override
    public void send(List<SealRequest> requests) {
        for (int from = 0; from < requests.size(); from += BATCH) {
            List<SealRequest> batch = requests.subList(from, Math.min(from + BATCH, requests.size()));
            var response = sqs.sendMessageBatch(request -> request.queueUrl(queueUrl)
                    .entries(IntStream.range(0, batch.size())
                            .mapToObj(i -> SendMessageBatchRequestEntry.builder()
                                    .id(Integer.toString(i))
                                    .messageBody(body(batch.get(i)))
                                    .build())
                            .toList()));
            if (response.hasFailed() && !response.failed().isEmpty()) {
                throw new IllegalStateException(
                        "the queue refused " + response.failed().size() + " requests: "
                                + response.failed().getFirst().code());
            }
        }
    }

    /** Returns the message body that {@link #parse} reads: the model's id, which contains no space, and the version. */
    public static String body(SealRequest request) {
        return request.modelId() + " " + request.version();
    }

    public static SealRequest parse(String body) {
        int space = body.indexOf(' ');
        return new SealRequest(body.substring(0, space), Long.parseLong(body.substring(space + 1)));
    }
}
