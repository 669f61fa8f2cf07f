package io.lambdaregistry.registry;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** A DynamoDB client that counts what is read: calls, and the items that DynamoDB looked at for them, which is what costs. */
public final class CountedReads {
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger items = new AtomicInteger();
    private final AtomicInteger largest = new AtomicInteger();
    private final DynamoDbClient client;

    public CountedReads(DynamoDbClient counted) {
        this.client = (DynamoDbClient) Proxy.newProxyInstance(
                CountedReads.class.getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, args) -> {
                    try {
                        Object response = method.invoke(counted, args);
                        count(response);
                        return response;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    public DynamoDbClient client() {
        return client;
    }

    private void count(Object response) {
        int read = switch (response) {
            case QueryResponse query -> query.scannedCount();
            case BatchGetItemResponse batch ->
                batch.responses().values().stream().mapToInt(List::size).sum();
            case GetItemResponse get -> 1;
            case null, default -> 0;
        };
        calls.incrementAndGet();
        items.addAndGet(read);
        largest.accumulateAndGet(read, Math::max);
    }

    /** @param largestCall how many items one call read at most */
    public record Reads<T>(T answer, int calls, int items, int largestCall) {}

    public <T> Reads<T> of(Supplier<T> action) {
        calls.set(0);
        items.set(0);
        largest.set(0);
        T answer = action.get();
        return new Reads<>(answer, calls.get(), items.get(), largest.get());
    }
}
