package io.lambdaregistry.local;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * DynamoDB Local answers a transaction when its commit is queued, not when it is done: a process killed in between loses
 * what it has acknowledged. The queue is worked off in order, so a read behind the commit ends after it.
 *
 * <p>And it commits every item of a batch by itself, with a wait for the disk each. As a transaction they wait once.
 */
final class CommittedTransactions {
    private final DynamoDbClient embedded;

    private CommittedTransactions(DynamoDbClient embedded) {
        this.embedded = embedded;
    }

    static DynamoDbClient of(DynamoDbClient embedded) {
        CommittedTransactions transactions = new CommittedTransactions(embedded);
        return (DynamoDbClient) Proxy.newProxyInstance(
                CommittedTransactions.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("batchWriteItem") && transactions.write(request(arguments[0]))) {
                        return BatchWriteItemResponse.builder()
                                .unprocessedItems(Map.of())
                                .build();
                    }
                    try {
                        Object answer = method.invoke(embedded, arguments);
                        if (method.getName().equals("transactWriteItems")) {
                            transactions.awaitCommit();
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private void awaitCommit() {
        embedded.listTables(tables -> tables.limit(1));
    }

    /** The client takes it as it is, or as what builds it. */
    @SuppressWarnings("unchecked")
    private static BatchWriteItemRequest request(Object argument) {
        return argument instanceof BatchWriteItemRequest request
                ? request
                : BatchWriteItemRequest.builder()
                        .applyMutation((Consumer<BatchWriteItemRequest.Builder>) argument)
                        .build();
    }

    /** Whether the batch could be written at once; one that is more than a transaction takes can't. */
    private boolean write(BatchWriteItemRequest batch) {
        List<TransactWriteItem> writes = batch.requestItems().entrySet().stream()
                .flatMap(table -> table.getValue().stream().flatMap(write -> put(table.getKey(), write).stream()))
                .toList();
        long wanted =
                batch.requestItems().values().stream().mapToLong(List::size).sum();
        if (writes.isEmpty() || writes.size() < wanted) {
            return false;
        }
        try {
            embedded.transactWriteItems(transaction -> transaction.transactItems(writes));
            awaitCommit();
            return true;
        } catch (DynamoDbException tooLarge) {
            return false;
        }
    }

    private static Optional<TransactWriteItem> put(String table, WriteRequest write) {
        return Optional.ofNullable(write.putRequest())
                .map(put -> TransactWriteItem.builder()
                        .put(item -> item.tableName(table).item(put.item()))
                        .build());
    }
}
