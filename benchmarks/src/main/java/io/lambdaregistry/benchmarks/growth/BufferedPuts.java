package io.lambdaregistry.benchmarks.growth;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/**
 * A DynamoDB in front of one that fills a table fast: the items that the registry puts are kept until there are a hundred, and
 * then written together, without their conditions; of the updates that a transaction makes of an item the last, which says what the
 * earlier ones said, is written with them, or before an item is read. What else it writes is written at once. Of one thread.
 */
final class BufferedPuts {
    private static final int TOGETHER = 100;

    private final DynamoDbClient dynamoDb;
    private final List<TransactWriteItem> kept = new ArrayList<>();
    private final Map<Map<String, AttributeValue>, TransactWriteItem> updates = new HashMap<>();

    BufferedPuts(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    DynamoDbClient client() {
        return (DynamoDbClient) Proxy.newProxyInstance(
                BufferedPuts.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    Object request = arguments == null ? "" : arguments[0];
                    if (request instanceof PutItemRequest put) {
                        keep(Put.builder()
                                .tableName(put.tableName())
                                .item(put.item())
                                .build());
                        return PutItemResponse.builder().build();
                    }
                    if (request instanceof TransactWriteItemsRequest transaction) {
                        transaction.transactItems().forEach(this::split);
                        return TransactWriteItemsResponse.builder().build();
                    }
                    if (method.getName().equals("getItem")) {
                        writeUpdates();
                    }
                    try {
                        return method.invoke(dynamoDb, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void split(TransactWriteItem item) {
        if (item.put() != null) {
            keep(Put.builder()
                    .tableName(item.put().tableName())
                    .item(item.put().item())
                    .build());
        } else if (item.update() != null) {
            updates.put(item.update().key(), item);
        } else {
            writeAlone(item);
        }
    }

    private void writeAlone(TransactWriteItem item) {
        dynamoDb.transactWriteItems(transaction -> transaction.transactItems(item));
    }

    private void keep(Put put) {
        kept.add(TransactWriteItem.builder().put(put).build());
        if (kept.size() == TOGETHER) {
            flush();
        }
    }

    /** Writes what is kept. */
    void flush() {
        List<TransactWriteItem> puts = List.copyOf(kept);
        if (!puts.isEmpty()) {
            dynamoDb.transactWriteItems(transaction -> transaction.transactItems(puts));
        }
        kept.clear();
        writeUpdates();
    }

    private void writeUpdates() {
        updates.values().forEach(this::writeAlone);
        updates.clear();
    }
}
