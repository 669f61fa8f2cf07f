package io.lambdaregistry.embedded.dynamodb;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The keys of a table and of its indexes: each has a partition key and a sort key, which are strings. */
record TableSchema(String name, String hash, String range, List<Index> indexes) {
    private static final int HASH_LIMIT = 2_048;
    private static final int RANGE_LIMIT = 1_024;
    private static final int ITEM_LIMIT = 400 * 1_024;

    /** An index; a local index has the table's partition key. */
    record Index(String name, String hash, String range) {}

    static TableSchema of(CreateTableRequest request) {
        if (request.attributeDefinitions().stream()
                .anyMatch(attribute -> attribute.attributeType() != ScalarAttributeType.S)) {
            throw Refusal.unknown("keys that are not strings");
        }
        List<Index> local = request.localSecondaryIndexes().stream()
                .map(index -> index(index.indexName(), index.keySchema(), index.projection()))
                .toList();
        List<Index> global = request.globalSecondaryIndexes().stream()
                .map(index -> index(index.indexName(), index.keySchema(), index.projection()))
                .toList();
        List<Index> all = new ArrayList<>(local);
        all.addAll(global);
        return new TableSchema(
                request.tableName(),
                key(request.keySchema(), KeyType.HASH),
                key(request.keySchema(), KeyType.RANGE),
                List.copyOf(all));
    }

    private static Index index(String name, List<KeySchemaElement> keys, Projection projection) {
        if (projection.projectionType() != ProjectionType.ALL) {
            throw Refusal.unknown("indexes that hold parts of items");
        }
        return new Index(name, key(keys, KeyType.HASH), key(keys, KeyType.RANGE));
    }

    private static String key(List<KeySchemaElement> keys, KeyType type) {
        return keys.stream()
                .filter(key -> key.keyType() == type)
                .map(KeySchemaElement::attributeName)
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("keys of one attribute"));
    }

    /** The table itself, as an index without a name. */
    Index table() {
        return new Index("", hash, range);
    }

    /** The named index, or the table itself where no index is named. */
    Index index(@Nullable String indexName) {
        if (indexName == null) {
            return table();
        }
        return indexes.stream()
                .filter(index -> index.name().equals(indexName))
                .findFirst()
                .orElseThrow(() -> Refusal.validation("The table does not have the specified index: " + indexName));
    }

    /** Whether an index is local: stored with its table, and read as consistently. */
    boolean isLocal(Index index) {
        return index.hash().equals(hash);
    }

    boolean isKey(String attribute) {
        return attribute.equals(hash) || attribute.equals(range);
    }

    /** The attributes that are keys of indexes and not of the table. */
    Set<String> indexKeys() {
        Set<String> keys = new LinkedHashSet<>();
        for (Index index : indexes) {
            keys.add(index.hash());
            keys.add(index.range());
        }
        keys.removeIf(this::isKey);
        return keys;
    }

    /** The key of an item; rejects an item without it. */
    ItemKey keyOf(Map<String, AttributeValue> item) {
        return new ItemKey(keyBytes(item, hash, HASH_LIMIT, "hash"), keyBytes(item, range, RANGE_LIMIT, "range"));
    }

    /** The key that a request names; rejects further attributes. */
    ItemKey key(Map<String, AttributeValue> key) {
        if (key.size() != 2) {
            throw Refusal.validation("The provided key element does not match the schema");
        }
        return keyOf(key);
    }

    private SdkBytes keyBytes(Map<String, AttributeValue> item, String name, int limit, String role) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw Refusal.validation(
                    "One or more parameter values were invalid: Missing the key " + name + " in the item");
        }
        if (value.s() == null) {
            throw Refusal.validation("One or more parameter values were invalid: Type mismatch for key " + name
                    + " expected: S actual: " + Values.type(value));
        }
        if (value.s().isEmpty()) {
            throw Refusal.validation(
                    "One or more parameter values are not valid. The AttributeValue for a key attribute"
                            + " cannot contain an empty string value. Key: " + name);
        }
        return withinLimit(Utf8.bytes(value.s()), limit, role);
    }

    private static SdkBytes withinLimit(SdkBytes bytes, int limit, String role) {
        if (bytes.asByteArrayUnsafe().length > limit) {
            throw Refusal.validation("One or more parameter values were invalid: Size of " + role
                    + "key has exceeded the maximum size limit of " + limit + " bytes");
        }
        return bytes;
    }

    /** The bytes of an index's key in an item; null where the item lacks it, and so is not in the index. */
    @Nullable SdkBytes indexKeyBytes(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? null : Utf8.bytes(value.s());
    }

    /** Rejects an item that is too large, or that has an invalid key of an index; returns its size in bytes. */
    int check(Map<String, AttributeValue> item, String tooLarge) {
        for (Index index : indexes) {
            checkIndexKey(item, index, index.hash(), HASH_LIMIT, "hash");
            checkIndexKey(item, index, index.range(), RANGE_LIMIT, "range");
        }
        int size = ItemSize.of(item);
        if (size * (1 + localIndexesWith(item)) > ITEM_LIMIT) {
            throw Refusal.validation(tooLarge);
        }
        return size;
    }

    /** DynamoDB limits the size of an item together with its entries in all local indexes, which contain the whole item. */
    private long localIndexesWith(Map<String, AttributeValue> item) {
        return indexes.stream()
                .filter(index -> isLocal(index) && item.containsKey(index.range()))
                .count();
    }

    private void checkIndexKey(Map<String, AttributeValue> item, Index index, String name, int limit, String role) {
        AttributeValue value = item.get(name);
        if (value == null || isKey(name)) {
            return;
        }
        if (value.s() == null) {
            throw Refusal.validation("One or more parameter values were invalid: Type mismatch for Index Key " + name
                    + " Expected: S Actual: " + Values.type(value) + " IndexName: " + index.name());
        }
        if (value.s().isEmpty()) {
            throw Refusal.validation("One or more parameter values are not valid. A value specified for a secondary"
                    + " index key is not supported. The AttributeValue for a key attribute cannot contain an empty"
                    + " string value. IndexName: " + index.name() + ", IndexKey: " + name);
        }
        if (Utf8.length(value.s()) > limit) {
            throw Refusal.validation("One or more parameter values were invalid: Size of " + role
                    + "key has exceeded the maximum size limit of " + limit + " bytes. IndexName: " + index.name());
        }
    }

    /** Whether an item is in an index. */
    static boolean holds(Index index, Map<String, AttributeValue> item) {
        return item.containsKey(index.hash()) && item.containsKey(index.range());
    }
}
