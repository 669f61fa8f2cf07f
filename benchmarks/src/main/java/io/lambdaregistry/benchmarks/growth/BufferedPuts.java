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
 * A DynamoDB client that fills a table fast. It collects the items that the registry puts, up to a hundred, and writes them in
 * one batch without their conditions. Of the updates of an item in transactions it keeps only the last, which includes the
 * earlier ones, and writes it with the batch, or before an item is read. Other writes are passed on at once. For one thread
 * only.
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

    /** Writes the collected items. */
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
