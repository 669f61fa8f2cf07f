package io.lambdaregistry.embedded.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** The result of a BatchGetItem: the items found, and the keys left unprocessed after the size limit. */
final class BatchGet {
    private static final long MOST_BYTES = 16L * 1_024 * 1_024;

    private final Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
    private final Map<String, KeysAndAttributes> left = new HashMap<>();
    private final Map<String, Units> units = new TreeMap<>();
    private long bytes;

    boolean isFull() {
        return bytes >= MOST_BYTES;
    }

    void found(TableSchema table, KeysAndAttributes wanted, Rows.Stored stored) {
        bytes += stored.size();
        units.computeIfAbsent(table.name(), name -> new Units(table))
                .add(table.table(), ItemSize.readUnits(stored.size(), Boolean.TRUE.equals(wanted.consistentRead())));
        List<Map<String, AttributeValue>> items = found.computeIfAbsent(table.name(), name -> new ArrayList<>());
        if (stored.isThere()) {
            items.add(stored.item());
        }
    }

    void leave(String table, KeysAndAttributes wanted, Map<String, AttributeValue> key) {
        List<Map<String, AttributeValue>> keys = new ArrayList<>();
        if (left.containsKey(table)) {
            keys.addAll(left.get(table).keys());
        }
        keys.add(key);
        left.put(table, wanted.toBuilder().keys(keys).build());
    }

    Map<String, List<Map<String, AttributeValue>>> found() {
        return found;
    }

    Map<String, KeysAndAttributes> left() {
        return left;
    }

    Map<String, Units> units() {
        return units;
    }
}
