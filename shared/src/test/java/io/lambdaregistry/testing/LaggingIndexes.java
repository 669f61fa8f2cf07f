package io.lambdaregistry.testing;

import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.registry.RegistryTable;
import io.lambdaregistry.embedded.dynamodb.SqliteDynamoDb;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * A client of an embedded table whose global indexes lag: they show the table as it was, either some time ago or until they are
 * told to {@linkplain #catchUp catch up}. The indexes are those of a second table, which receives the same writes in the same
 * order, but later.
 */
public final class LaggingIndexes implements AutoCloseable {
    private static final List<String> WRITES =
            List.of("putItem", "updateItem", "deleteItem", "transactWriteItems", "batchWriteItem");

    /** A call that can be sent to either table. */
    private interface Call {
        Object send(DynamoDbClient to) throws Throwable;
    }

    /** A write that the indexes have not seen, and when it was made, in nanoseconds. */
    private record Unseen(Call call, long made) {}

    private final DynamoDbClient table;
    private final Optional<Duration> lag;
    private final SqliteDynamoDb indexes;
    private final DynamoDbClient client;
    private final Queue<Unseen> unseen = new ArrayDeque<>();

    /** @param table an empty one */
    public LaggingIndexes(DynamoDbClient table, String name) {
        this(table, name, Optional.empty());
    }

    /**
     * Lets the indexes see each write after some time.
     *
     * @param table an empty one
     */
    public LaggingIndexes(DynamoDbClient table, String name, Duration lag) {
        this(table, name, Optional.of(lag));
    }

    private LaggingIndexes(DynamoDbClient table, String name, Optional<Duration> lag) {
        this.table = table;
        this.lag = lag;
        try {
            this.indexes = SqliteDynamoDb.open(Optional.empty());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        RegistryTable.create(indexes, name);
        this.client = (DynamoDbClient) Proxy.newProxyInstance(
                LaggingIndexes.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (_, method, arguments) -> {
                    Call call = to -> send(to, method, arguments);
                    if (WRITES.contains(method.getName())) {
                        return write(call);
                    }
                    return isOfIndex(arguments) ? search(call) : call.send(table);
                });
    }

    public DynamoDbClient client() {
        return client;
    }

    private synchronized Object write(Call call) throws Throwable {
        Object answer = call.send(table);
        unseen.add(new Unseen(call, System.nanoTime()));
        return answer;
    }

    private Object search(Call call) throws Throwable {
        lag.ifPresent(this::catchUpBut);
        return call.send(indexes);
    }

    /** Lets the indexes see all writes but those of the last time. */
    private synchronized void catchUpBut(Duration time) {
        long now = System.nanoTime();
        while (!unseen.isEmpty() && now - unseen.element().made() >= time.toNanos()) {
            see();
        }
    }

    private static Object send(DynamoDbClient to, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(to, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static boolean isOfIndex(Object[] arguments) {
        return arguments != null
                && arguments.length == 1
                && arguments[0] instanceof QueryRequest query
                && (Keys.LISTING.equals(query.indexName()) || Keys.LOOKUP.equals(query.indexName()));
    }

    /** Lets the indexes see all writes. */
    public void catchUp() {
        catchUpTo(0);
    }

    /** Lets the indexes see all writes but the last. */
    public synchronized void catchUpTo(int unseenWrites) {
        while (unseen.size() > unseenWrites) {
            see();
        }
    }

    private void see() {
        try {
            unseen.remove().call().send(indexes);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        indexes.close();
    }
}
