package io.lambdaregistry.dynamodb.kit;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.metering.Fork;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The table as all stores use it: reads and writes of items, with guards on every write, long texts put behind their items and
 * read back, and room made in items that are full. {@link Calls} sends the requests.
 */
public final class Table {
    /** DynamoDB's limit on the actions of one transaction. */
    private static final int TRANSACTION_LIMIT = 100;

    /** In bytes: a transaction takes 4 MB, and beside texts it has items of up to 100 KB each, mostly of far less. */
    private static final int TEXTS_OF_TRANSACTION = 2 << 20;

    /** In bytes: beside them there is one write of an item of 400 KB at most. */
    private static final int PUTS_OF_TRANSACTION = 3 << 20;

    private final Calls calls;
    private final Supplier<List<Write>> guards;

    /** @param name of the table, which need not exist yet */
    public Table(DynamoDbClient client, String name) {
        this(new Calls(client, name), List::of);
    }

    private Table(Calls calls, Supplier<List<Write>> guards) {
        this.calls = calls;
        this.guards = guards;
    }

    /**
     * Makes one call that changes nothing, whatever the response, so that later calls find the connection open.
     *
     * @throws SdkException if no response comes within 5 seconds, or if it is a failure
     */
    public void reach() {
        calls.reach();
    }

    /** Reads an item, consistently; empty if it does not exist. */
    public Optional<Item> get(Key key) {
        return calls.get(key).map(this::item);
    }

    /**
     * Reads many items, consistently, a hundred in a call and the calls in parallel. Items that do not exist are left out.
     */
    public Map<Key, Item> batchGet(Collection<Key> keys) {
        List<Key> distinct = List.copyOf(new LinkedHashSet<>(keys));
        List<Callable<List<Item>>> reads = new ArrayList<>();
        for (int from = 0; from < distinct.size(); from += Calls.BATCH_GET_LIMIT) {
            List<Key> chunk = distinct.subList(from, Math.min(from + Calls.BATCH_GET_LIMIT, distinct.size()));
            reads.add(() -> items(calls.batchGet(chunk)));
        }
        Map<Key, Item> items = new HashMap<>();
        inParallel(reads).forEach(chunk -> chunk.forEach(item -> items.put(item.key(), item)));
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
        List<Callable<Boolean>> chunks = new ArrayList<>();
        for (int from = 0; from < writes.size(); from += Calls.BATCH_WRITE_LIMIT) {
            List<WriteRequest> chunk = writes.subList(from, Math.min(from + Calls.BATCH_WRITE_LIMIT, writes.size()));
            chunks.add(() -> {
                calls.batchWrite(chunk);
                return true;
            });
        }
        inParallel(chunks);
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
        QueryResponse response = calls.query(query, startKey);
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
        return new Table(calls, guards);
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
            return makingRoom(List.of(write), () -> outcome(() -> calls.write(write)));
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
        return switch (outcome(() -> calls.write(update))) {
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
        return makingRoom(writes, () -> outcome(() -> calls.transact(all)));
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
                outcome(() -> calls.transact(writes));
            } catch (TextsToCount uncounted) {
                countTexts(uncounted);
            }
        }
        return !writes.isEmpty();
    }

    /**
     * Counts the texts behind an item anew, unless another request adds one meanwhile.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE if there is no room for the texts that are to be added
     */
    private void countTexts(TextsToCount texts) {
        Key key = texts.key();
        List<Item> items = key.sk().equals(Keys.MAIN_ITEM)
                ? queryAll(Query.table(key.pk()))
                : get(key).stream().toList();
        LongTexts.recount(texts, items).ifPresent(count -> outcome(() -> calls.write(count)));
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

    private Outcome outcome(Supplier<Optional<Map<String, AttributeValue>>> sending) {
        try {
            return new Outcome.Written(sending.get().map(this::item));
        } catch (ConditionFailed e) {
            return e.write().outcome(e.found().isEmpty() ? Optional.empty() : Optional.of(item(e.found())));
        }
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
}
