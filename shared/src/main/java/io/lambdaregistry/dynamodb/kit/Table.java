package io.lambdaregistry.dynamodb.kit;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.metering.Fork;
import io.lambdaregistry.metering.Meter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
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
 * The calls of the table, for all stores. Conflicts are retried with jitter, unprocessed items are sent again, a failed
 * condition is distinguished from a failure, and {@link Failures} names DynamoDB's limits.
 *
 * <p>The SDK itself retries throttling and lost connections. A transaction has a token, so a repeated one is not carried out
 * twice.
 */
public final class Table {
    /** DynamoDB's limit on the actions of one transaction. */
    private static final int TRANSACTION_LIMIT = 100;

    /** In bytes: a transaction takes 4 MB, and beside texts it has items of up to 100 KB each, mostly of far less. */
    private static final int TEXTS_OF_TRANSACTION = 2 << 20;

    /** In bytes: beside them there is one write of an item of 400 KB at most. */
    private static final int PUTS_OF_TRANSACTION = 3 << 20;

    private static final ReturnConsumedCapacity CAPACITY = ReturnConsumedCapacity.TOTAL;
    private static final int BATCH_GET_LIMIT = 100;
    private static final int BATCH_WRITE_LIMIT = 25;
    private static final int ATTEMPTS = 30;
    private static final int LONGEST_PAUSE_MILLIS = 250;

    /** Of no item. */
    private static final Key NO_KEY = new Key("NONE", Keys.MAIN_ITEM);

    private static final Duration LONGEST_REACH = Duration.ofSeconds(5);

    private final DynamoDbClient client;
    private final String name;
    private final Supplier<List<Write>> guards;

    /** @param name of the table, which need not exist yet */
    public Table(DynamoDbClient client, String name) {
        this(client, name, List::of);
    }

    private Table(DynamoDbClient client, String name, Supplier<List<Write>> guards) {
        this.client = client;
        this.name = name;
        this.guards = guards;
    }

    /**
     * Makes one call that changes nothing, whatever is answered, so that later ones find the way known.
     *
     * @throws SdkException when it was not answered within {@link #LONGEST_REACH}, or with a failure
     */
    public void reach() {
        client.getItem(request -> request.tableName(name)
                .key(NO_KEY.attributes())
                .overrideConfiguration(call -> call.apiCallTimeout(LONGEST_REACH)));
    }

    /** Reads an item, consistently; empty if it does not exist. */
    public Optional<Item> get(Key key) {
        return call(() -> {
            var response = client.getItem(request -> request.tableName(name)
                    .key(key.attributes())
                    .consistentRead(true)
                    .returnConsumedCapacity(CAPACITY));
            Meter.read(units(response.consumedCapacity()));
            return response.hasItem() && !response.item().isEmpty()
                    ? Optional.of(item(response.item()))
                    : Optional.empty();
        });
    }

    /**
     * Reads many items, consistently, a hundred in a call and the calls in parallel. Items that do not exist are left out.
     */
    public Map<Key, Item> batchGet(Collection<Key> keys) {
        List<Key> distinct = List.copyOf(new LinkedHashSet<>(keys));
        List<Callable<Map<Key, Item>>> calls = new ArrayList<>();
        for (int from = 0; from < distinct.size(); from += BATCH_GET_LIMIT) {
            List<Key> chunk = distinct.subList(from, Math.min(from + BATCH_GET_LIMIT, distinct.size()));
            calls.add(() -> batchGetChunk(chunk));
        }
        Map<Key, Item> items = new HashMap<>();
        inParallel(calls).forEach(items::putAll);
        return items;
    }

    private Map<Key, Item> batchGetChunk(List<Key> keys) {
        Map<Key, Item> items = new HashMap<>();
        List<Map<String, AttributeValue>> left =
                keys.stream().map(Key::attributes).toList();
        for (int attempt = 0; !left.isEmpty(); attempt++) {
            pauseBeforeUnprocessed(attempt);
            KeysAndAttributes wanted =
                    KeysAndAttributes.builder().keys(left).consistentRead(true).build();
            var response = call(() -> client.batchGetItem(
                    request -> request.requestItems(Map.of(name, wanted)).returnConsumedCapacity(CAPACITY)));
            Meter.read(units(response.consumedCapacity()));
            for (Item item : items(response.responses().getOrDefault(name, List.of()))) {
                items.put(item.key(), item);
            }
            KeysAndAttributes unprocessed = response.unprocessedKeys().get(name);
            left = unprocessed == null ? List.of() : unprocessed.keys();
            noteThrottled(left);
        }
        return items;
    }

    /** Puts items without conditions, 25 in a call and the calls in parallel. */
    public void batchPut(Collection<Item> items) {
        batchWrite(items.stream()
                .map(item -> WriteRequest.builder()
                        .putRequest(put -> put.item(item.attributes()))
                        .build())
                .toList());
    }

    /** Deletes items without conditions, 25 in a call and the calls in parallel. */
    public void batchDelete(Collection<Key> keys) {
        batchWrite(keys.stream()
                .map(key -> WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(key.attributes()))
                        .build())
                .toList());
    }

    private void batchWrite(List<WriteRequest> writes) {
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int from = 0; from < writes.size(); from += BATCH_WRITE_LIMIT) {
            List<WriteRequest> chunk = writes.subList(from, Math.min(from + BATCH_WRITE_LIMIT, writes.size()));
            calls.add(() -> batchWriteChunk(chunk));
        }
        inParallel(calls);
    }

    private boolean batchWriteChunk(List<WriteRequest> writes) {
        List<WriteRequest> left = writes;
        for (int attempt = 0; !left.isEmpty(); attempt++) {
            pauseBeforeUnprocessed(attempt);
            List<WriteRequest> now = left;
            var response = call(() -> client.batchWriteItem(
                    request -> request.requestItems(Map.of(name, now)).returnConsumedCapacity(CAPACITY)));
            Meter.wrote(units(response.consumedCapacity()));
            left = response.unprocessedItems().getOrDefault(name, List.of());
            noteThrottled(left);
        }
        return true;
    }

    /** An item as the table's stream contains it. Its long texts are read from the table. */
    public Item item(Map<String, AttributeValue> attributes) {
        return items(List.of(attributes)).getFirst();
    }

    /** The items of one answer, which read their long texts together. */
    private List<Item> items(List<Map<String, AttributeValue>> found) {
        Texts texts = new Texts(this, found);
        return found.stream().map(attributes -> Item.of(attributes, texts)).toList();
    }

    /**
     * Reads one page of a query, of at most 1 MB.
     * @param startKey the {@link Page#lastKey} of the page before; null for the first page
     */
    public Page query(Query query, @Nullable Map<String, AttributeValue> startKey) {
        QueryResponse response = call(() -> client.query(
                query.toRequest(name, startKey).returnConsumedCapacity(CAPACITY).build()));
        Meter.read(units(response.consumedCapacity()));
        return new Page(items(response.items()), response.hasLastEvaluatedKey() ? response.lastEvaluatedKey() : null);
    }

    /** Reads a whole query, page after page. It is meant only for results that are bounded by their nature. */
    public List<Item> queryAll(Query query) {
        List<Item> items = new ArrayList<>();
        Map<String, AttributeValue> startKey = null;
        do {
            Page page = query(query, startKey);
            items.addAll(page.items());
            startKey = page.lastKey();
        } while (startKey != null);
        return items;
    }

    /** The items of a page, and the key after which the next page begins: null on the last page. */
    public record Page(List<Item> items, @Nullable Map<String, AttributeValue> lastKey) {}

    /**
     * The same table with conditions on every write and every transaction, such as that a permission still stands. They come
     * before the store's own writes, so they decide. This is the one place where a condition is added to everything that the
     * stores write.
     *
     * <p>Batches have no conditions, so a store sends them only beside a write that has some. A number that is {@linkplain
     * #draw drawn} changes nothing by itself, so nothing guards it.
     *
     * @param guards returns the conditions, once for each sending: {@linkplain Write#check checks} of items that no store
     *     writes, each with its refusal
     */
    public Table guardedBy(Supplier<List<Write>> guards) {
        return new Table(client, name, guards);
    }

    /**
     * The number of the first of these puts that fit one transaction with one other write, by their number and size: at least
     * one.
     */
    public int fitting(List<Write> puts) {
        int most = Math.min(puts.size(), room() - 1);
        long bytes = 0;
        for (int i = 0; i < most; i++) {
            bytes += puts.get(i).size();
            if (bytes > PUTS_OF_TRANSACTION && i > 0) {
                return i;
            }
        }
        return most;
    }

    /** The number of writes of a store that fit one transaction, beside the guards. */
    public int room() {
        return TRANSACTION_LIMIT - guards.get().size();
    }

    /**
     * Sends one write. Returns the item as it is after an update and as it was before a deletion; empty for a put, and if there
     * was nothing to do.
     *
     * @throws RegistryException if the condition does not hold and refuses the request
     * @throws LostRace if the condition does not hold and means that
     */
    public Optional<Item> write(Write write) {
        return written(tryWrite(write));
    }

    /** Puts an item whose key is free, and returns the item that is there: another process may have put one at the same moment. */
    public Item putOrFind(Item item) {
        return tryWrite(Write.put(item).whenAbsent().orFound()) instanceof Outcome.Found(Key _, Optional<Item> there)
                ? there.orElseThrow()
                : item;
    }

    /** Sends one write whose failed condition may be decided by the store itself. */
    public Outcome tryWrite(Write write) {
        List<Write> conditions = guards.get();
        LongTexts texts = new LongTexts();
        write.putBehind(texts);
        if (conditions.isEmpty() && texts.items().isEmpty()) {
            return makingRoom(List.of(write), () -> outcome(() -> send(write)));
        }
        Outcome outcome = tryTransact(List.of(write), texts, conditions);
        // a transaction does not return the items that it has written
        return outcome.isWritten() && write.isUpdate() ? new Outcome.Written(get(write.key())) : outcome;
    }

    /**
     * Sends an update without the guards, and returns the item: for a number that has a meaning only once another write uses
     * it.
     */
    public Item draw(Write update) {
        return switch (outcome(() -> send(update))) {
            case Outcome.Written(Optional<Item> item) -> item.orElseThrow();
            case Outcome.Skipped _, Outcome.Found _ -> throw Write.unexplained("A number was not drawn: " + update);
        };
    }

    /**
     * Sends the writes as one transaction: all or none.
     *
     * @throws RegistryException if a condition does not hold and refuses the request
     * @throws LostRace if a condition does not hold and means that
     */
    public void transact(List<Write> writes) {
        written(tryTransact(writes));
    }

    /** Sends the writes as one transaction, as {@link #transact(List)} does. */
    public void transact(Write... writes) {
        transact(List.of(writes));
    }

    /** Sends a transaction whose failed condition may be decided by the store itself. */
    public Outcome tryTransact(List<Write> writes) {
        LongTexts texts = new LongTexts();
        writes.forEach(write -> write.putBehind(texts));
        return tryTransact(writes, texts, guards.get());
    }

    /** Sends a transaction, as {@link #tryTransact(List)} does. */
    public Outcome tryTransact(Write... writes) {
        return tryTransact(List.of(writes));
    }

    private Outcome tryTransact(List<Write> writes, LongTexts texts, List<Write> conditions) {
        List<Write> all = new ArrayList<>(conditions);
        all.addAll(writes);
        if (all.size() + texts.items().size() <= TRANSACTION_LIMIT && texts.bytes() <= TEXTS_OF_TRANSACTION) {
            texts.items().forEach(text -> all.add(Write.put(text)));
        } else {
            batchPut(texts.items()); // a text that no item refers to does no harm
        }
        return makingRoom(writes, () -> outcome(() -> sendTransaction(all)));
    }

    /**
     * Sends writes again that were refused for the size of an item, after room was made in it, or for its texts, after these were
     * counted.
     */
    private Outcome makingRoom(List<Write> writes, Supplier<Outcome> sending) {
        while (true) {
            try {
                return sending.get();
            } catch (TextsToCount texts) {
                countTexts(texts);
            } catch (RegistryException refusal) {
                boolean made = Failures.isOfItemTooLarge(refusal)
                        && writes.stream()
                                .filter(Write::isUpdate)
                                .map(this::makeRoom)
                                .reduce(false, Boolean::logicalOr);
                if (!made) {
                    throw refusal;
                }
            }
        }
    }

    /** Makes room in the item of an update, if there is any to make. */
    private boolean makeRoom(Write update) {
        List<Write> writes = Room.mayBeMade(update.key())
                ? get(update.key()).map(Room::writes).orElse(List.of())
                : List.of();
        if (!writes.isEmpty()) {
            try {
                outcome(() -> sendTransaction(writes));
            } catch (TextsToCount uncounted) {
                countTexts(uncounted);
            }
        }
        return !writes.isEmpty();
    }

    /**
     * Counts the texts behind an item anew, unless somebody adds one meanwhile.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE where there is no room for those that are to be added
     */
    private void countTexts(TextsToCount texts) {
        Key key = texts.key();
        List<Item> items = key.sk().equals(Keys.MAIN_ITEM)
                ? queryAll(Query.table(key.pk()))
                : get(key).stream().toList();
        Optional<Item> itself =
                items.stream().filter(item -> item.key().equals(key)).findFirst();
        if (itself.isEmpty()) {
            return; // the write meets that itself
        }
        long counted = items.stream()
                .mapToLong(item -> LongTexts.bytesBehind(itself.get(), item))
                .sum();
        if (counted + texts.more() > LongTexts.mostBehind(key)) {
            throw LongTexts.tooMuchBehind(key);
        }
        Write count = Write.update(key)
                .set(LongTexts.BEHIND, counted)
                .whenEqual(Item.number(itself.get().number(LongTexts.BEHIND)), LongTexts.BEHIND)
                .orSkip();
        outcome(() -> send(count));
    }

    /** Sends one write alone, and several as a transaction, which costs twice as much. */
    public Outcome tryWriteAll(List<Write> writes) {
        return writes.size() == 1 ? tryWrite(writes.getFirst()) : tryTransact(writes);
    }

    private static Optional<Item> written(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Written(Optional<Item> item) -> item;
            case Outcome.Skipped _ -> Optional.empty();
            case Outcome.Found(Key at, Optional<Item> _) ->
                throw Write.unexplained("Nothing decides by the item that was found: " + at.kind());
        };
    }

    private Outcome outcome(Supplier<Optional<Item>> sending) {
        try {
            return new Outcome.Written(retryingConflicts(sending));
        } catch (ConditionFailed e) {
            return e.write.outcome(e.found);
        }
    }

    /** Never leaves this class: the write decides what it means. */
    private final class ConditionFailed extends RuntimeException {
        private final transient Write write;
        private final transient Optional<Item> found;

        ConditionFailed(Write write, Map<String, AttributeValue> found) {
            super("a condition did not hold", null, false, false);
            this.write = write;
            this.found = found.isEmpty() ? Optional.empty() : Optional.of(item(found));
        }
    }

    private Optional<Item> send(Write write) {
        try {
            if (write.isUpdate()) {
                var response = client.updateItem(
                        write.toUpdate(name).returnConsumedCapacity(CAPACITY).build());
                Meter.wrote(units(response.consumedCapacity()));
                return Optional.of(item(response.attributes()));
            }
            if (write.isDelete()) {
                var response = client.deleteItem(
                        write.toDelete(name).returnConsumedCapacity(CAPACITY).build());
                Meter.wrote(units(response.consumedCapacity()));
                return response.hasAttributes() ? Optional.of(item(response.attributes())) : Optional.empty();
            }
            var response = client.putItem(
                    write.toPut(name).returnConsumedCapacity(CAPACITY).build());
            Meter.wrote(units(response.consumedCapacity()));
            return Optional.empty();
        } catch (ConditionalCheckFailedException e) {
            throw new ConditionFailed(write, e.item());
        }
    }

    private Optional<Item> sendTransaction(List<Write> writes) {
        TransactWriteItemsRequest request = TransactWriteItemsRequest.builder()
                .transactItems(
                        writes.stream().map(write -> write.toTransactItem(name)).toList())
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
                pauseBefore(attempts);
                Meter.callsDynamoDb();
            } catch (TransactionCanceledException e) {
                throw failedCondition(writes, e).orElseThrow(() -> e);
            }
        }
    }

    /** The reasons stand in the order of the writes, and the first condition that did not hold decides. */
    private Optional<ConditionFailed> failedCondition(List<Write> writes, TransactionCanceledException cancelled) {
        Iterator<Write> write = writes.iterator();
        for (CancellationReason reason : cancelled.cancellationReasons()) {
            Write refused = write.next();
            if ("ConditionalCheckFailed".equals(reason.code())) {
                return Optional.of(new ConditionFailed(refused, reason.item()));
            }
        }
        return Optional.empty();
    }

    /** Runs calls in parallel, and returns their results in the order of the calls. If one fails, all fail. */
    public <T> List<T> inParallel(List<Callable<T>> calls) {
        if (calls.size() == 1) {
            return List.of(callUnchecked(calls.getFirst()));
        }
        List<Fork<T>> running = calls.stream().map(Fork::of).toList();
        return running.stream().map(Fork::join).toList();
    }

    private static <T> T callUnchecked(Callable<T> call) {
        try {
            return call.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T retryingConflicts(Supplier<T> attempt) {
        for (int attempts = 1; ; attempts++) {
            try {
                return call(attempt);
            } catch (TransactionCanceledException | TransactionConflictException | TransactionInProgressException e) {
                if (attempts == ATTEMPTS || !isTransient(e)) {
                    throw Failures.translate(e);
                }
                pauseBefore(attempts);
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

    private static void noteThrottled(List<?> unprocessed) {
        if (!unprocessed.isEmpty()) {
            Meter.throttled();
        }
    }

    /** Waits before the rest of a throttled batch is sent again, for a limited number of times. */
    private static void pauseBeforeUnprocessed(int attempt) {
        if (attempt == ATTEMPTS) {
            throw new RegistryException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE, "The store is at its limit. Try again in a while.");
        }
        pauseBefore(attempt);
    }

    /**
     * Waits before another attempt, for a random time of up to 250 ms that grows with the attempts; not at all before attempt
     * 0.
     */
    public static void pauseBefore(int attempt) {
        if (attempt == 0) {
            return;
        }
        try {
            long longest = Math.min(LONGEST_PAUSE_MILLIS, 4L << Math.min(attempt, 10));
            Thread.sleep(new SecureRandom().nextLong(longest + 1)); // copies of a snapshot share any other random state
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException(ErrorCode.TEMPORARILY_UNAVAILABLE, "The registry is stopping. Try again.", e);
        }
    }
}
