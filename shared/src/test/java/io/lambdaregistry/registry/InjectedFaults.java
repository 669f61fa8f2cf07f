package io.lambdaregistry.registry;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * A DynamoDB client on which everything goes wrong that DynamoDB and the network are known for: throttling, conflicts, answers
 * that are lost before or after the write, requests that are sent again because theirs was, and batches done in part.
 */
public final class InjectedFaults {
    private final DynamoDbClient real;
    private final SplittableRandom seeds;
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final AtomicLong injected = new AtomicLong();
    private final DynamoDbClient client;
    private volatile int percent;

    /** @param percent how many calls of a hundred something happens to */
    public InjectedFaults(DynamoDbClient real, long seed, int percent) {
        this.real = real;
        this.seeds = new SplittableRandom(seed);
        this.percent = percent;
        this.client = (DynamoDbClient) Proxy.newProxyInstance(
                InjectedFaults.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, args) -> args != null && args.length == 1 && isRequest(args[0])
                        ? call(method, args[0])
                        : send(method, args));
    }

    private static boolean isRequest(Object argument) {
        return argument instanceof DynamoDbRequest || argument instanceof Consumer<?>;
    }

    public DynamoDbClient client() {
        return client;
    }

    public void percent(int newPercent) {
        percent = newPercent;
    }

    public long injected() {
        return injected.get();
    }

    private Object send(Method method, Object... args) throws Throwable {
        try {
            Object response = method.invoke(real, args);
            if (method.getName().equals("transactWriteItems")
                    && args[0] instanceof TransactWriteItemsRequest transaction) {
                done.add(transaction.clientRequestToken());
            }
            return response;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private SplittableRandom random() {
        synchronized (seeds) {
            return seeds.split();
        }
    }

    private Object call(Method method, Object request) throws Throwable {
        SplittableRandom random = random();
        if (random.nextInt(100) >= percent) {
            return send(method, request);
        }
        injected.incrementAndGet();
        return switch (method.getName()) {
            case "transactWriteItems" -> transaction(random, method, (TransactWriteItemsRequest) request);
            case "batchGetItem" -> partOf(random, batchGet(request));
            case "batchWriteItem" -> partOf(random, batchWrite(request));
            case "putItem", "updateItem", "deleteItem" -> write(random, method, request);
            default -> read(random, method, request);
        };
    }

    private Object read(SplittableRandom random, Method method, Object request) throws Throwable {
        switch (random.nextInt(8)) {
            case 0 -> throw throttled();
            case 1 -> throw lost();
            default -> Thread.sleep(random.nextInt(3));
        }
        return send(method, request);
    }

    private Object write(SplittableRandom random, Method method, Object request) throws Throwable {
        return switch (random.nextInt(6)) {
            case 0 -> throw throttled();
            case 1 -> throw lost();
            case 2 ->
                throw TransactionConflictException.builder()
                        .message("Transaction is ongoing for the item")
                        .build();
            case 3 -> {
                send(method, request);
                throw timeOut();
            }
            default -> sentTwice(random, method, request);
        };
    }

    private Object transaction(SplittableRandom random, Method method, TransactWriteItemsRequest request)
            throws Throwable {
        // a transaction that went through is not cancelled when it is sent again
        return switch (random.nextInt(done.contains(request.clientRequestToken()) ? 6 : 8)) {
            case 0 ->
                throw RequestLimitExceededException.builder()
                        .message("Too many requests")
                        .build();
            case 1 -> throw lost();
            case 2 -> {
                send(method, request);
                throw timeOut();
            }
            case 3 -> {
                send(method, request);
                throw TransactionInProgressException.builder()
                        .message("The transaction with the given request token is already in progress.")
                        .build();
            }
            case 6 -> throw cancelled(random, request, "TransactionConflict");
            case 7 -> throw cancelled(random, request, "ThrottlingError");
            default -> sentTwice(random, method, request);
        };
    }

    /** The first answer is lost, and the SDK sends the same request again. */
    private Object sentTwice(SplittableRandom random, Method method, Object request) throws Throwable {
        send(method, request);
        Thread.sleep(random.nextInt(4));
        return send(method, request);
    }

    private static BatchGetItemRequest batchGet(Object request) {
        return request instanceof BatchGetItemRequest built
                ? built
                : BatchGetItemRequest.builder()
                        .applyMutation(InjectedFaults.mutation(request))
                        .build();
    }

    private static BatchWriteItemRequest batchWrite(Object request) {
        return request instanceof BatchWriteItemRequest built
                ? built
                : BatchWriteItemRequest.builder()
                        .applyMutation(InjectedFaults.mutation(request))
                        .build();
    }

    @SuppressWarnings("unchecked")
    private static <B> Consumer<B> mutation(Object request) {
        return (Consumer<B>) request;
    }

    private BatchGetItemResponse partOf(SplittableRandom random, BatchGetItemRequest request) {
        String table = request.requestItems().keySet().iterator().next();
        KeysAndAttributes wanted = request.requestItems().values().iterator().next();
        List<Map<String, AttributeValue>> now = new ArrayList<>();
        List<Map<String, AttributeValue>> later = new ArrayList<>();
        wanted.keys().forEach(key -> (random.nextBoolean() ? now : later).add(key));
        BatchGetItemResponse.Builder response = now.isEmpty()
                ? BatchGetItemResponse.builder().responses(Map.of())
                : real
                        .batchGetItem(BatchGetItemRequest.builder()
                                .requestItems(Map.of(
                                        table, wanted.toBuilder().keys(now).build()))
                                .build())
                        .toBuilder();
        return response.unprocessedKeys(
                        later.isEmpty()
                                ? Map.of()
                                : Map.of(table, wanted.toBuilder().keys(later).build()))
                .build();
    }

    private BatchWriteItemResponse partOf(SplittableRandom random, BatchWriteItemRequest request) {
        String table = request.requestItems().keySet().iterator().next();
        List<WriteRequest> now = new ArrayList<>();
        List<WriteRequest> later = new ArrayList<>();
        request.requestItems()
                .values()
                .iterator()
                .next()
                .forEach(write -> (random.nextBoolean() ? now : later).add(write));
        if (!now.isEmpty()) {
            real.batchWriteItem(BatchWriteItemRequest.builder()
                    .requestItems(Map.of(table, now))
                    .build());
        }
        return BatchWriteItemResponse.builder()
                .unprocessedItems(later.isEmpty() ? Map.of() : Map.of(table, later))
                .build();
    }

    private static RuntimeException throttled() {
        return ProvisionedThroughputExceededException.builder()
                .message("The level of configured provisioned throughput for the table was exceeded.")
                .build();
    }

    private static RuntimeException lost() {
        return SdkClientException.create("Unable to execute HTTP request: Connection reset");
    }

    private static RuntimeException timeOut() {
        return ApiCallTimeoutException.create(10_000);
    }

    private static RuntimeException cancelled(SplittableRandom random, TransactWriteItemsRequest request, String code) {
        int culprit = random.nextInt(request.transactItems().size());
        List<CancellationReason> reasons = new ArrayList<>();
        for (int i = 0; i < request.transactItems().size(); i++) {
            reasons.add(CancellationReason.builder()
                    .code(i == culprit ? code : "None")
                    .build());
        }
        return TransactionCanceledException.builder()
                .message("Transaction cancelled, please refer cancellation reasons for specific reasons")
                .cancellationReasons(reasons)
                .build();
    }
}
