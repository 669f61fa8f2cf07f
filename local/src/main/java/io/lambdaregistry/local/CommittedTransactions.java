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
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * DynamoDB Local answers a transaction when its commit is queued, not when it is done: a process killed in between loses
 * what it has acknowledged. The queue is worked off in order, so a read behind the commit ends after it.
 *
 * <p>And it commits every item of a batch by itself, with a wait for the disk each. As a transaction they wait once, and are
 * told at the price of the batch, which is half.
 *
 * <p>And a query that finds nothing costs nothing here, where DynamoDB takes the least that a read costs.
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
                    if (method.getName().equals("batchWriteItem")) {
                        Optional<BatchWriteItemResponse> written = transactions.write(request(arguments[0]));
                        if (written.isPresent()) {
                            return written.get();
                        }
                    }
                    try {
                        Object answer = method.invoke(embedded, arguments);
                        if (method.getName().equals("transactWriteItems")) {
                            transactions.awaitCommit();
                        }
                        return answer instanceof QueryResponse found && arguments[0] instanceof QueryRequest query
                                ? charged(found, query)
                                : answer;
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

    /** @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html">Query</a> */
    private static QueryResponse charged(QueryResponse found, QueryRequest query) {
        ConsumedCapacity consumed = found.consumedCapacity();
        if (consumed == null || consumed.capacityUnits() > 0) {
            return found;
        }
        double least = Boolean.TRUE.equals(query.consistentRead()) ? 1 : 0.5;
        return found.copy(answer -> answer.consumedCapacity(consumed.copy(capacity -> capacity.capacityUnits(least))));
    }

    /** The batch written at once; nothing for one that is more than a transaction takes. */
    private Optional<BatchWriteItemResponse> write(BatchWriteItemRequest batch) {
        List<TransactWriteItem> writes = batch.requestItems().entrySet().stream()
                .flatMap(table -> table.getValue().stream().flatMap(write -> put(table.getKey(), write).stream()))
                .toList();
        long wanted =
                batch.requestItems().values().stream().mapToLong(List::size).sum();
        if (writes.isEmpty() || writes.size() < wanted) {
            return Optional.empty();
        }
        try {
            TransactWriteItemsResponse written = embedded.transactWriteItems(transaction ->
                    transaction.transactItems(writes).returnConsumedCapacity(batch.returnConsumedCapacity()));
            awaitCommit();
            return Optional.of(BatchWriteItemResponse.builder()
                    .unprocessedItems(Map.of())
                    .consumedCapacity(written.consumedCapacity().stream()
                            .map(CommittedTransactions::half)
                            .toList())
                    .build());
        } catch (DynamoDbException tooLarge) {
            return Optional.empty();
        }
    }

    private static ConsumedCapacity half(ConsumedCapacity consumed) {
        return consumed.copy(capacity -> capacity.capacityUnits(consumed.capacityUnits() / 2));
    }

    private static Optional<TransactWriteItem> put(String table, WriteRequest write) {
        return Optional.ofNullable(write.putRequest())
                .map(put -> TransactWriteItem.builder()
                        .put(item -> item.tableName(table).item(put.item()))
                        .build());
    }
}
