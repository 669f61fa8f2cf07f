package io.lambdaregistry.benchmarks.calls;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Capacity;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Records the units that a process consumes, by table and index, and for single partition keys, and the cost of its S3 calls.
 * It does so through clients that ask DynamoDB for more detail than the registry itself asks for.
 *
 * <p>DynamoDB does not return the units of each item of a transaction or batch: they are spread evenly over its items.
 */
final class Consumption {
    static final String TABLE = "table";
    private static final String PARTITION_KEY = "pk";

    private final Map<String, Double> read = new HashMap<>();
    private final Map<String, Double> written = new HashMap<>();
    private final Map<String, Double> readOfKey = new HashMap<>();
    private final Map<String, Double> writtenToKey = new HashMap<>();
    private double s3Dollars;

    synchronized double read(String index) {
        return read.getOrDefault(index, 0.0);
    }

    synchronized double written(String index) {
        return written.getOrDefault(index, 0.0);
    }

    /** The read units of the partition key, of the table or of an index, from which most was read. */
    synchronized double mostReadOfOneKey(String index) {
        return most(readOfKey, index);
    }

    synchronized double mostWrittenToOneKey() {
        return most(writtenToKey, TABLE);
    }

    private static double most(Map<String, Double> byKey, String index) {
        return byKey.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(index + "/"))
                .mapToDouble(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    /** The cost of a million of the recorded calls. */
    synchronized double s3Dollars() {
        return s3Dollars;
    }

    synchronized void reset() {
        Stream.of(read, written, readOfKey, writtenToKey).forEach(Map::clear);
        s3Dollars = 0;
    }

    DynamoDbClient of(DynamoDbClient client) {
        return noting(DynamoDbClient.class, (method, arguments) -> {
            Object[] asked = arguments.clone();
            asked[0] = asking(arguments[0]);
            Object answer = invoke(client, method, asked);
            note(arguments[0], answer);
            return answer;
        });
    }

    S3Client of(S3Client client) {
        return noting(S3Client.class, (method, arguments) -> {
            noteS3(method.getName());
            return invoke(client, method, arguments);
        });
    }

    @FunctionalInterface
    private interface Call {
        Object of(Method method, Object[] arguments) throws Throwable;
    }

    private static <C> C noting(Class<C> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        method.isDefault() && arguments != null && arguments[0] instanceof Consumer<?>
                                ? InvocationHandler.invokeDefault(
                                        proxy, method, arguments) // builds the request, and calls again
                                : call.of(method, arguments == null ? new Object[] {""} : arguments)));
    }

    private static Object invoke(Object client, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private synchronized void noteS3(String operation) {
        s3Dollars += switch (operation) {
            case "getObject", "headObject" -> Prices.MILLION_GETS;
            case "deleteObject", "deleteObjects", "abortMultipartUpload" -> 0;
            default -> Prices.MILLION_PUTS;
        };
    }

    private static Object asking(Object request) {
        ReturnConsumedCapacity more = ReturnConsumedCapacity.INDEXES;
        return switch (request) {
            case GetItemRequest get -> get.copy(r -> r.returnConsumedCapacity(more));
            case BatchGetItemRequest get -> get.copy(r -> r.returnConsumedCapacity(more));
            case QueryRequest query -> query.copy(r -> r.returnConsumedCapacity(more));
            case PutItemRequest put -> put.copy(r -> r.returnConsumedCapacity(more));
            case UpdateItemRequest update -> update.copy(r -> r.returnConsumedCapacity(more));
            case DeleteItemRequest delete -> delete.copy(r -> r.returnConsumedCapacity(more));
            case BatchWriteItemRequest write -> write.copy(r -> r.returnConsumedCapacity(more));
            case TransactWriteItemsRequest write -> write.copy(r -> r.returnConsumedCapacity(more));
            default -> request;
        };
    }

    private synchronized void note(Object request, Object answer) {
        List<String> keys = keys(request);
        switch (answer) {
            case GetItemResponse got -> noteRead(TABLE, keys, List.of(got.consumedCapacity()));
            case BatchGetItemResponse got -> noteRead(TABLE, keys, got.consumedCapacity());
            case QueryResponse found -> noteRead(indexOf(request), keys, List.of(found.consumedCapacity()));
            case PutItemResponse put -> noteWritten(keys, List.of(put.consumedCapacity()));
            case UpdateItemResponse updated -> noteWritten(keys, List.of(updated.consumedCapacity()));
            case DeleteItemResponse deleted -> noteWritten(keys, List.of(deleted.consumedCapacity()));
            case BatchWriteItemResponse wrote -> noteWritten(keys, wrote.consumedCapacity());
            case TransactWriteItemsResponse wrote -> noteWritten(keys, wrote.consumedCapacity());
            default -> throw new IllegalStateException("unknown to the table of calls: " + answer.getClass());
        }
    }

    /** A local index counts as part of its table. */
    private static String indexOf(Object request) {
        String index = ((QueryRequest) request).indexName();
        return index == null || index.startsWith("by_") ? TABLE : index;
    }

    private static List<String> keys(Object request) {
        return switch (request) {
            case GetItemRequest get -> List.of(key(get.key()));
            case QueryRequest query ->
                List.of(Objects.requireNonNull(query.expressionAttributeValues().get(":pk"))
                        .s());
            case BatchGetItemRequest batch ->
                batch.requestItems().values().stream()
                        .flatMap(wanted -> wanted.keys().stream())
                        .map(Consumption::key)
                        .toList();
            case PutItemRequest put -> List.of(key(put.item()));
            case UpdateItemRequest update -> List.of(key(update.key()));
            case DeleteItemRequest delete -> List.of(key(delete.key()));
            case BatchWriteItemRequest batch ->
                batch.requestItems().values().stream()
                        .flatMap(List::stream)
                        .map(write -> key(write.putRequest().item()))
                        .toList();
            case TransactWriteItemsRequest transaction ->
                transaction.transactItems().stream()
                        .map(Consumption::itemOf)
                        .map(Consumption::key)
                        .toList();
            default -> throw new IllegalStateException("unknown to the table of calls: " + request.getClass());
        };
    }

    private static Map<String, AttributeValue> itemOf(TransactWriteItem write) {
        if (write.put() != null) {
            return write.put().item();
        }
        if (write.update() != null) {
            return write.update().key();
        }
        return write.delete() != null
                ? write.delete().key()
                : write.conditionCheck().key();
    }

    private static String key(Map<String, AttributeValue> item) {
        return Objects.requireNonNull(item.get(PARTITION_KEY)).s();
    }

    private void noteRead(String index, List<String> keys, List<ConsumedCapacity> consumed) {
        double units =
                consumed.stream().mapToDouble(ConsumedCapacity::capacityUnits).sum();
        read.merge(index, units, Double::sum);
        keys.forEach(key -> readOfKey.merge(index + "/" + key, units / keys.size(), Double::sum));
    }

    private void noteWritten(List<String> keys, List<ConsumedCapacity> consumed) {
        for (ConsumedCapacity of : consumed) {
            Map<String, Double> global = unitsOf(of.globalSecondaryIndexes());
            global.forEach((index, units) -> written.merge(index, units, Double::sum));
            double ofTable = of.capacityUnits()
                    - global.values().stream().mapToDouble(Double::doubleValue).sum();
            written.merge(TABLE, ofTable, Double::sum);
            keys.forEach(key -> writtenToKey.merge(TABLE + "/" + key, ofTable / keys.size(), Double::sum));
        }
    }

    private static Map<String, Double> unitsOf(@Nullable Map<String, Capacity> indexes) {
        Map<String, Double> units = new HashMap<>();
        if (indexes != null) {
            indexes.forEach((index, capacity) -> units.put(index, capacity.capacityUnits()));
        }
        return units;
    }
}
