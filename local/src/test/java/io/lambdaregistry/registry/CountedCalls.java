package io.lambdaregistry.registry;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;

/**
 * A DynamoDB client that notes its calls. Each is slowed down, so that those which are made at once overlap, and the longest
 * chain of those that do not is how many wait for each other.
 */
public final class CountedCalls {
    private static final long MILLIS_A_CALL = 40;

    private record Call(String operation, long begin, long end) {}

    private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    private final DynamoDbClient client;

    public CountedCalls(DynamoDbClient counted) {
        this.client = (DynamoDbClient) Proxy.newProxyInstance(
                CountedCalls.class.getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, args) -> {
                    boolean isCall = args != null && args.length == 1;
                    long begin = System.nanoTime();
                    if (isCall) {
                        Thread.sleep(MILLIS_A_CALL);
                    }
                    try {
                        return method.invoke(counted, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (isCall && args != null && isRequest(args[0])) {
                            calls.add(new Call(method.getName(), begin, System.nanoTime()));
                        }
                    }
                });
    }

    /** A request, or the lambda that builds one. */
    private static boolean isRequest(Object argument) {
        return argument instanceof DynamoDbRequest || argument instanceof Consumer<?>;
    }

    public DynamoDbClient client() {
        return client;
    }

    /** How many calls an action makes: in sequence, and in all. */
    public Cost of(Runnable action) {
        calls.clear();
        action.run();
        return new Cost(longestChain(), calls.size());
    }

    public record Cost(int sequential, int all) {}

    private int longestChain() {
        long lastEnd = Long.MIN_VALUE;
        int chain = 0;
        List<Call> byEnd = new ArrayList<>(calls);
        byEnd.sort(Comparator.comparingLong(Call::end));
        for (Call call : byEnd) {
            if (call.begin() >= lastEnd) {
                chain++;
                lastEnd = call.end();
            }
        }
        return chain;
    }
}
