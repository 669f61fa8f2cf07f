package io.lambdaregistry.tracking;

import io.lambdaregistry.dynamodb.garbage.DynamoGarbageStore;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.garbage.Claimed;
import io.lambdaregistry.garbage.Deleted;
import io.lambdaregistry.garbage.Pace;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.testing.TestStores;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Items of a table that are filled to their last byte, as versions left them that put no maps apart. */
final class Full {
    private final TestStores stores;

    Full(TestStores stores) {
        this.stores = stores;
    }

    /**
     * Adds entries to a map of an item for as long as they fit, and fills up with a tag {@code pad}.
     *
     * @param entries that the item has afterwards: as many of them as fit
     */
    void fill(String partition, String map, IntFunction<Map.Entry<String, AttributeValue>> entries) {
        Map<String, AttributeValue> item = item(partition);
        int count = most(16, number -> puts(item, map, number, entries, ""));
        int pad = most(13, length -> puts(item, map, count, entries, "x".repeat(length)));
        if (!puts(item, map, count, entries, "x".repeat(pad))) {
            throw new IllegalStateException("An item that fitted does not fit.");
        }
    }

    Map<String, AttributeValue> item(String partition) {
        return stores.dynamoDb()
                .getItem(request -> request.tableName(stores.tableName())
                        .key(Map.of(
                                Keys.PK,
                                AttributeValue.fromS(partition),
                                Keys.SK,
                                AttributeValue.fromS(Keys.MAIN_ITEM))))
                .item();
    }

    /** The largest number of some bits that something holds for. */
    private static int most(int bits, IntPredicate holds) {
        int most = 0;
        for (int bit = 1 << (bits - 1); bit > 0; bit >>= 1) {
            most += holds.test(most + bit) ? bit : 0;
        }
        return most;
    }

    private boolean puts(
            Map<String, AttributeValue> item,
            String map,
            int count,
            IntFunction<Map.Entry<String, AttributeValue>> entries,
            String pad) {
        Map<String, AttributeValue> full = new LinkedHashMap<>(item);
        Map<String, AttributeValue> added = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Map.Entry<String, AttributeValue> entry = entries.apply(i);
            added.put(entry.getKey(), entry.getValue());
        }
        full.put(map, with(full, map, added));
        full.put("tags", with(full, "tags", Map.of("pad", AttributeValue.fromS(pad))));
        try {
            stores.dynamoDb()
                    .putItem(request -> request.tableName(stores.tableName()).item(full));
            return true;
        } catch (DynamoDbException tooLarge) {
            return false;
        }
    }

    private static AttributeValue with(
            Map<String, AttributeValue> item, String map, Map<String, AttributeValue> added) {
        Map<String, AttributeValue> entries =
                new LinkedHashMap<>(Objects.requireNonNull(item.get(map)).m());
        entries.putAll(added);
        return AttributeValue.fromM(entries);
    }

    /** Collects a thing that is deleted. */
    void collect(String id) {
        Table table = new Table(stores.dynamoDb(), stores.tableName());
        DynamoGarbageStore garbage = new DynamoGarbageStore(table, new PageTokens(() -> new byte[32]), stores.bucket());
        for (Iterator<Deleted> all = garbage.deletedBefore(Long.MAX_VALUE); all.hasNext(); ) {
            Deleted thing = all.next();
            if (thing.id().equals(id)) {
                Claimed claimed = garbage.claim(thing).orElseThrow();
                garbage.deleteParts(claimed, new Pace(1_000_000_000, () -> true, time -> {}));
                garbage.forget(claimed);
            }
        }
    }

    /** Whether the table has anything of a thing. */
    boolean isAnythingLeft(String id) {
        return stores.dynamoDb().scanPaginator(scan -> scan.tableName(stores.tableName())).items().stream()
                .anyMatch(item -> Objects.requireNonNull(item.get(Keys.PK)).s().contains(id));
    }
}
