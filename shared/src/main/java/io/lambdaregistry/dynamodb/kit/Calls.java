package io.lambdaregistry.dynamodb.kit;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.metering.Meter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The calls of DynamoDB on one table, as it takes and returns them. Each is counted by the {@link Meter}. Conflicts are retried
 * with jitter, unprocessed items are sent again, a failed condition is distinguished from a failure, and {@link Failures} names
 * DynamoDB's limits.
 *
 * <p>The SDK itself retries throttling and lost connections. A transaction has a token, so a repeated one is not carried out
 * twice.
 */
final class Calls {
    /** DynamoDB's limit on the keys of one call. */
    static final int BATCH_GET_LIMIT = 100;

    /** DynamoDB's limit on the writes of one call. */
    static final int BATCH_WRITE_LIMIT = 25;

    private static final ReturnConsumedCapacity CAPACITY = ReturnConsumedCapacity.TOTAL;
    private static final int ATTEMPTS = 30;

    /** The key of no item. */
    private static final Key NO_KEY = new Key("NONE", Keys.MAIN_ITEM);

    private static final Duration LONGEST_REACH = Duration.ofSeconds(5);

    private final DynamoDbClient client;
    private final String table;

    Calls(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /** Reads no item, without a retry by this class and without counting the call. */
    void reach() {
        client.getItem(request -> request.tableName(table)
                .key(NO_KEY.attributes())
                .overrideConfiguration(call -> call.apiCallTimeout(LONGEST_REACH)));
    }

    /** Reads an item, consistently; empty if it does not exist. */
    Optional<Map<String, AttributeValue>> get(Key key) {
        return call(() -> {
            var response = client.getItem(request -> request.tableName(table)
                    .key(key.attributes())
                    .consistentRead(true)
                    .returnConsumedCapacity(CAPACITY));
            Meter.read(units(response.consumedCapacity()));
            return response.hasItem() && !response.item().isEmpty() ? Optional.of(response.item()) : Optional.empty();
        });
    }

    /** Reads a page of a query. */
    QueryResponse query(Query query, @Nullable Map<String, AttributeValue> startKey) {
        QueryResponse response = call(() -> client.query(query.toRequest(table, startKey)
                .returnConsumedCapacity(CAPACITY)
                .build()));
        Meter.read(units(response.consumedCapacity()));
        return response;
    }

    /** Reads at most {@link #BATCH_GET_LIMIT} items, consistently. Items that do not exist are left out. */
    List<Map<String, AttributeValue>> batchGet(List<Key> keys) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        List<Map<String, AttributeValue>> left =
                keys.stream().map(Key::attributes).toList();
        for (int attempt = 0; !left.isEmpty(); attempt++) {
            pauseBeforeUnprocessed(attempt);
            KeysAndAttributes wanted =
                    KeysAndAttributes.builder().keys(left).consistentRead(true).build();
            var response = call(() -> client.batchGetItem(
                    request -> request.requestItems(Map.of(table, wanted)).returnConsumedCapacity(CAPACITY)));
            Meter.read(units(response.consumedCapacity()));
            items.addAll(response.responses().getOrDefault(table, List.of()));
            KeysAndAttributes unprocessed = response.unprocessedKeys().get(table);
            left = unprocessed == null ? List.of() : unprocessed.keys();
            noteThrottled(left);
        }
        return items;
    }

    /** Sends at most {@link #BATCH_WRITE_LIMIT} writes without conditions. */
    void batchWrite(List<WriteRequest> writes) {
        List<WriteRequest> left = writes;
        for (int attempt = 0; !left.isEmpty(); attempt++) {
            pauseBeforeUnprocessed(attempt);
            List<WriteRequest> now = left;
            var response = call(() -> client.batchWriteItem(
                    request -> request.requestItems(Map.of(table, now)).returnConsumedCapacity(CAPACITY)));
            Meter.wrote(units(response.consumedCapacity()));
            left = response.unprocessedItems().getOrDefault(table, List.of());
            noteThrottled(left);
        }
    }

    /** Waits before the rest of a throttled batch is sent again, for a limited number of times. */
    private static void pauseBeforeUnprocessed(int attempt) {
        if (attempt == ATTEMPTS) {
            throw new RegistryException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE, "The store is at its limit. Try again in a while.");
        }
        Pause.before(attempt);
    }

    private static void noteThrottled(List<?> unprocessed) {
        if (!unprocessed.isEmpty()) {
            Meter.throttled();
        }
    }

    /**
     * Sends one write. Returns the item as it is after an update and as it was before a deletion; empty for a put.
     *
     * @throws ConditionFailed if its condition does not hold
     */
    Optional<Map<String, AttributeValue>> write(Write write) {
        return retryingConflicts(() -> send(write));
    }

    private Optional<Map<String, AttributeValue>> send(Write write) {
        try {
            if (write.isUpdate()) {
                var response = client.updateItem(
                        write.toUpdate(table).returnConsumedCapacity(CAPACITY).build());
                Meter.wrote(units(response.consumedCapacity()));
                return Optional.of(response.attributes());
            }
            if (write.isDelete()) {
                var response = client.deleteItem(
                        write.toDelete(table).returnConsumedCapacity(CAPACITY).build());
                Meter.wrote(units(response.consumedCapacity()));
                return response.hasAttributes() ? Optional.of(response.attributes()) : Optional.empty();
            }
            var response = client.putItem(
                    write.toPut(table).returnConsumedCapacity(CAPACITY).build());
            Meter.wrote(units(response.consumedCapacity()));
            return Optional.empty();
        } catch (ConditionalCheckFailedException e) {
            throw new ConditionFailed(write, e.item());
        }
    }

    /**
     * Sends writes as one transaction, which returns no item.
     *
     * @throws ConditionFailed if a condition does not hold; of several, the first
     */
    Optional<Map<String, AttributeValue>> transact(List<Write> writes) {
        return retryingConflicts(() -> sendTransaction(writes));
    }

    private Optional<Map<String, AttributeValue>> sendTransaction(List<Write> writes) {
        TransactWriteItemsRequest request = TransactWriteItemsRequest.builder()
                .transactItems(writes.stream()
                        .map(write -> write.toTransactItem(table))
                        .toList())
                .clientRequestToken(UUID.randomUUID().toString())
                .returnConsumedCapacity(CAPACITY)
                .build();
        for (int attempts = 1; ; attempts++) {
            try {
                Meter.wrote(units(client.transactWriteItems(request).consumedCapacity()));
                return Optional.empty();
            } catch (TransactionInProgressException e) {
                // a sending that timed out is still under way: only the same token returns its result
                if (attempts == ATTEMPTS) {
                    throw Failures.translate(e);
                }
                Pause.before(attempts);
                Meter.callsDynamoDb();
            } catch (TransactionCanceledException e) {
                throw failedCondition(writes, e).orElseThrow(() -> e);
            }
        }
    }

    /** The reasons stand in the order of the writes, and the first condition that did not hold decides. */
    private static Optional<ConditionFailed> failedCondition(
            List<Write> writes, TransactionCanceledException cancelled) {
        Iterator<Write> write = writes.iterator();
        for (CancellationReason reason : cancelled.cancellationReasons()) {
            Write refused = write.next();
            if ("ConditionalCheckFailed".equals(reason.code())) {
                return Optional.of(new ConditionFailed(refused, reason.item()));
            }
        }
        return Optional.empty();
    }

    private static <T> T retryingConflicts(Supplier<T> attempt) {
        for (int attempts = 1; ; attempts++) {
            try {
                return call(attempt);
            } catch (TransactionCanceledException | TransactionConflictException | TransactionInProgressException e) {
                if (attempts == ATTEMPTS || !isTransient(e)) {
                    throw Failures.translate(e);
                }
                Pause.before(attempts);
            }
        }
    }

    private static boolean isTransient(DynamoDbException failure) {
        return !(failure instanceof TransactionCanceledException cancelled)
                || cancelled.cancellationReasons().stream()
                        .noneMatch(reason -> "ValidationError".equals(reason.code())
                                || "ItemCollectionSizeLimitExceeded".equals(reason.code()));
    }

    /** Runs a call; a failure that the SDK could not mend becomes an error of the registry. */
    private static <T> T call(Supplier<T> call) {
        Meter.callsDynamoDb();
        try {
            return call.get();
        } catch (TransactionCanceledException | TransactionConflictException | TransactionInProgressException e) {
            throw e;
        } catch (SdkException e) {
            if (e instanceof DynamoDbException answer && answer.isThrottlingException()) {
                Meter.throttled();
            }
            throw Failures.translate(e);
        }
    }

    private static double units(@Nullable ConsumedCapacity consumed) {
        return consumed == null || consumed.capacityUnits() == null ? 0 : consumed.capacityUnits();
    }

    private static double units(List<ConsumedCapacity> consumed) {
        double units = 0;
        for (ConsumedCapacity ofTable : consumed) {
            units += units(ofTable);
        }
        return units;
    }
}
