package io.lambdaregistry.embedded.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Random requests to the registry's table in every form that the registry sends, on so few items that requests collide. */
final class RandomRequests {
    private static final int ITEM_LIMIT = 400 * 1_024;
    private static final List<String> PARTITIONS = List.of("p", "p\uD83D\uDE00", "q");
    private static final List<String> SORTS =
            List.of("#", "a", "ab", "ab\uFFFD", "ab\uD83D\uDE00", "ab\u007F", "b", "é");

    /** Sort keys of large items. None is updated: DynamoDB Local does not count an updated item's entries in local indexes. */
    private static final List<String> LARGE = List.of("large", "large2", "large3");

    private static final List<String> ATTRIBUTES = List.of("a", "b", "c", "map", "set", "tags");
    private static final List<String> INDEX_KEYS = List.of(
            TestTable.STAGE_SK,
            TestTable.UPDATE_SK,
            TestTable.LISTING_PK,
            TestTable.LISTING_SK,
            TestTable.LOOKUP_PK,
            TestTable.LOOKUP_SK);
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "2",
            "10",
            "9.5",
            "1.50",
            "-0",
            "1e3",
            "-2.5E-3",
            "007",
            "12345678901234567890",
            "1E125",
            "0.00000000000000000000000000000000000001",
            "99999999999999999999999999999999999999");
    private static final List<String> TYPES = List.of("S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS");
    private static final List<String> COMPARATORS = List.of("=", "<>", "<", "<=", ">", ">=");

    private final SplittableRandom random;
    private final String table;

    RandomRequests(SplittableRandom random, String table) {
        this.random = random;
        this.table = table;
    }

    DynamoDbRequest next() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> put();
            case 4, 5, 6, 7 -> update();
            case 8 -> delete();
            case 9, 10 ->
                GetItemRequest.builder()
                        .tableName(table)
                        .key(key())
                        .consistentRead(random.nextBoolean())
                        .build();
            case 11 -> batchGet();
            case 12 -> batchWrite();
            case 13, 14, 15 -> transaction();
            default -> query();
        };
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** The key of any item. */
    private Map<String, AttributeValue> key() {
        Map<String, AttributeValue> key = smallKey();
        if (oneIn(8)) {
            key.put(TestTable.SK, AttributeValue.fromS(oneOf(LARGE)));
        }
        return key;
    }

    /** The key of an item that is not large; rarely one that must be refused. */
    private Map<String, AttributeValue> smallKey() {
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        key.put(TestTable.PK, AttributeValue.fromS(oneOf(PARTITIONS)));
        key.put(TestTable.SK, AttributeValue.fromS(oneOf(SORTS)));
        if (oneIn(40)) {
            String name = random.nextBoolean() ? TestTable.PK : TestTable.SK;
            switch (random.nextInt(5)) {
                case 0 -> key.put(name, AttributeValue.fromS(""));
                case 1 -> key.put(name, AttributeValue.fromS(ofLength(name, random.nextInt(2))));
                case 2 -> key.put(name, AttributeValue.fromN("1"));
                case 3 -> key.remove(name);
                default -> key.put("other", AttributeValue.fromS("x"));
            }
        }
        return key;
    }

    /** A text as long as a key of that name may be, or longer. */
    private static String ofLength(String key, int more) {
        int limit = key.endsWith("pk") ? 2_048 : 1_024;
        return "é".repeat(limit / 2) + "x".repeat(more);
    }

    private AttributeValue indexKey(String name) {
        return switch (random.nextInt(150)) {
            case 0 -> AttributeValue.fromS("");
            case 1 -> AttributeValue.fromS(ofLength(name, random.nextInt(2)));
            case 2 -> AttributeValue.fromN("1");
            case 3 -> AttributeValue.fromNul(true);
            default -> AttributeValue.fromS(oneOf(name.endsWith("pk") ? PARTITIONS : SORTS));
        };
    }

    /** No key of a wrong type or too long: DynamoDB Local lets an update set it, DynamoDB does not. */
    private AttributeValue updatedKey(String name) {
        AttributeValue key = indexKey(name);
        return key.s() == null || key.s().length() > SORTS.size() ? AttributeValue.fromS(oneOf(SORTS)) : key;
    }

    private AttributeValue value() {
        return value(3);
    }

    private AttributeValue value(int depth) {
        return switch (random.nextInt(depth == 0 ? 12 : 15)) {
            case 0, 1 -> AttributeValue.fromS(oneOf(SORTS));
            case 2 -> AttributeValue.fromS("");
            case 3, 4 -> AttributeValue.fromN(oneOf(NUMBERS));
            case 5 -> AttributeValue.fromN(Integer.toString(random.nextInt(-2, 3)));
            case 6 -> AttributeValue.fromB(bytes());
            case 7 -> AttributeValue.fromBool(random.nextBoolean());
            case 8 -> AttributeValue.fromNul(true);
            case 9 -> AttributeValue.fromSs(some(SORTS));
            case 10 -> AttributeValue.fromNs(some(NUMBERS.subList(0, oneIn(20) ? 11 : 6)));
            case 11 -> AttributeValue.fromBs(random.nextBoolean() ? List.of(bytes()) : List.of(bytes(), bytes()));
            case 12 -> AttributeValue.fromL(values(depth - 1));
            default -> AttributeValue.fromM(map(depth - 1));
        };
    }

    private SdkBytes bytes() {
        return SdkBytes.fromByteArray(new byte[] {(byte) random.nextInt(-1, 2), (byte) random.nextInt(-1, 2)});
    }

    private <T> List<T> some(List<T> all) {
        List<T> some = new ArrayList<>(all);
        some.removeIf(one -> random.nextInt(3) > 0);
        return some.isEmpty() && !oneIn(10) ? List.of(oneOf(all)) : some;
    }

    private List<AttributeValue> values(int depth) {
        return IntStream.range(0, random.nextInt(3)).mapToObj(i -> value(depth)).toList();
    }

    private Map<String, AttributeValue> map(int depth) {
        Map<String, AttributeValue> map = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            map.put(oneOf(ATTRIBUTES), value(depth));
        }
        return map;
    }

    private Map<String, AttributeValue> item() {
        Map<String, AttributeValue> item = smallKey();
        for (String name : INDEX_KEYS) {
            if (random.nextInt(5) > 0) {
                item.put(name, indexKey(name));
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            item.put(oneOf(ATTRIBUTES), value());
        }
        if (oneIn(25)) {
            grow(item);
        }
        return item;
    }

    /** Makes an item as large as it may be, or nearly, or a little larger; or so large that few are a page. */
    private void grow(Map<String, AttributeValue> item) {
        item.put(TestTable.SK, AttributeValue.fromS(oneOf(LARGE)));
        if (random.nextBoolean()) {
            item.put("pad", AttributeValue.fromS("x".repeat(random.nextInt(100_000, 400_000))));
            return;
        }
        ATTRIBUTES.forEach(item::remove);
        int size = "pad".length();
        for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
            String text = attribute.getValue().s();
            size += attribute.getKey().length() + (text == null ? 1 : Utf8.length(text));
        }
        int copies =
                1 + (item.containsKey(TestTable.STAGE_SK) ? 1 : 0) + (item.containsKey(TestTable.UPDATE_SK) ? 1 : 0);
        item.put("pad", AttributeValue.fromS("x".repeat(ITEM_LIMIT / copies - size + random.nextInt(-1, 2))));
    }

    private PutItemRequest put() {
        Placeholders expression = new Placeholders();
        return PutItemRequest.builder()
                .tableName(table)
                .item(item())
                .conditionExpression(perhaps(expression::condition))
                .expressionAttributeNames(expression.names())
                .expressionAttributeValues(expression.values())
                .returnValuesOnConditionCheckFailure(returned())
                .build();
    }

    private UpdateItemRequest update() {
        Placeholders expression = new Placeholders();
        String update = expression.update();
        // DynamoDB Local refuses some values that are too large for any item before it looks at the condition, and some
        // behind
        boolean isTooLarge = update.contains("#pad");
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(smallKey())
                .updateExpression(update)
                .conditionExpression(isTooLarge ? null : perhaps(expression::condition))
                .expressionAttributeNames(expression.names())
                .expressionAttributeValues(expression.values())
                .returnValues(random.nextBoolean() ? ReturnValue.ALL_NEW : ReturnValue.NONE)
                .returnValuesOnConditionCheckFailure(returned())
                .build();
    }

    private DeleteItemRequest delete() {
        Placeholders expression = new Placeholders();
        return DeleteItemRequest.builder()
                .tableName(table)
                .key(key())
                .conditionExpression(perhaps(expression::condition))
                .expressionAttributeNames(expression.names())
                .expressionAttributeValues(expression.values())
                .returnValues(random.nextBoolean() ? ReturnValue.ALL_OLD : ReturnValue.NONE)
                .returnValuesOnConditionCheckFailure(returned())
                .build();
    }

    private ReturnValuesOnConditionCheckFailure returned() {
        return random.nextBoolean()
                ? ReturnValuesOnConditionCheckFailure.ALL_OLD
                : ReturnValuesOnConditionCheckFailure.NONE;
    }

    private @Nullable String perhaps(Supplier<String> expression) {
        return random.nextBoolean() ? expression.get() : null;
    }

    private BatchGetItemRequest batchGet() {
        List<Map<String, AttributeValue>> keys =
                Stream.generate(this::key).limit(random.nextInt(5)).toList();
        return BatchGetItemRequest.builder()
                .requestItems(Map.of(
                        table,
                        KeysAndAttributes.builder()
                                .keys(oneIn(4) ? keys : keys.stream().distinct().toList())
                                .consistentRead(random.nextBoolean())
                                .build()))
                .build();
    }

    private BatchWriteItemRequest batchWrite() {
        int many = oneIn(20) ? 26 : 1 + random.nextInt(4);
        Map<Map<String, AttributeValue>, WriteRequest> writes = new LinkedHashMap<>();
        for (int i = 0; i < many; i++) {
            if (random.nextBoolean()) {
                Map<String, AttributeValue> item = item();
                Map<String, AttributeValue> key = new LinkedHashMap<>(item);
                key.keySet().retainAll(List.of(TestTable.PK, TestTable.SK, oneIn(8) ? "a" : TestTable.SK));
                writes.put(
                        key,
                        WriteRequest.builder().putRequest(put -> put.item(item)).build());
            } else {
                Map<String, AttributeValue> key = key();
                writes.put(
                        key,
                        WriteRequest.builder()
                                .deleteRequest(delete -> delete.key(key))
                                .build());
            }
        }
        return BatchWriteItemRequest.builder()
                .requestItems(Map.of(table, List.copyOf(writes.values())))
                .build();
    }

    private TransactWriteItemsRequest transaction() {
        List<TransactWriteItem> writes =
                Stream.generate(this::transactItem).limit(random.nextInt(1, 5)).toList();
        return TransactWriteItemsRequest.builder().transactItems(writes).build();
    }

    private TransactWriteItem transactItem() {
        return switch (random.nextInt(4)) {
            case 0 -> {
                PutItemRequest put = put();
                yield TransactWriteItem.builder()
                        .put(one -> one.tableName(table)
                                .item(put.item())
                                .conditionExpression(put.conditionExpression())
                                .expressionAttributeNames(put.expressionAttributeNames())
                                .expressionAttributeValues(put.expressionAttributeValues())
                                .returnValuesOnConditionCheckFailure(put.returnValuesOnConditionCheckFailure()))
                        .build();
            }
            case 1 -> {
                UpdateItemRequest update = update();
                yield TransactWriteItem.builder()
                        .update(one -> one.tableName(table)
                                .key(update.key())
                                .updateExpression(update.updateExpression())
                                .conditionExpression(update.conditionExpression())
                                .expressionAttributeNames(update.expressionAttributeNames())
                                .expressionAttributeValues(update.expressionAttributeValues())
                                .returnValuesOnConditionCheckFailure(update.returnValuesOnConditionCheckFailure()))
                        .build();
            }
            case 2 -> {
                DeleteItemRequest delete = delete();
                yield TransactWriteItem.builder()
                        .delete(one -> one.tableName(table)
                                .key(delete.key())
                                .conditionExpression(delete.conditionExpression())
                                .expressionAttributeNames(delete.expressionAttributeNames())
                                .expressionAttributeValues(delete.expressionAttributeValues())
                                .returnValuesOnConditionCheckFailure(delete.returnValuesOnConditionCheckFailure()))
                        .build();
            }
            default -> {
                Placeholders expression = new Placeholders();
                String condition = expression.condition();
                yield TransactWriteItem.builder()
                        .conditionCheck(one -> one.tableName(table)
                                .key(key())
                                .conditionExpression(condition)
                                .expressionAttributeNames(expression.names())
                                .expressionAttributeValues(expression.values())
                                .returnValuesOnConditionCheckFailure(returned()))
                        .build();
            }
        };
    }

    /** An index, or the table. */
    private record Index(@Nullable String name, String hash, String range) {}

    private static final List<Index> INDEXES = List.of(
            new Index(null, TestTable.PK, TestTable.SK),
            new Index(TestTable.BY_STAGE, TestTable.PK, TestTable.STAGE_SK),
            new Index(TestTable.BY_UPDATE, TestTable.PK, TestTable.UPDATE_SK),
            new Index(TestTable.LISTING, TestTable.LISTING_PK, TestTable.LISTING_SK),
            new Index(TestTable.LOOKUP, TestTable.LOOKUP_PK, TestTable.LOOKUP_SK));

    private QueryRequest query() {
        Index index = oneOf(INDEXES);
        Placeholders expression = new Placeholders();
        String partition = expression.name(oneIn(40) ? "a" : index.hash()) + " = "
                + expression.value(oneIn(40) ? value() : AttributeValue.fromS(oneOf(PARTITIONS)));
        String range = expression.new Sort(oneIn(40) ? "a" : index.range()).condition();
        boolean global = index.hash().startsWith("l");
        return QueryRequest.builder()
                .tableName(table)
                .indexName(index.name())
                .keyConditionExpression(range.isEmpty() ? partition : partition + " AND " + range)
                .projectionExpression(projection(expression))
                .expressionAttributeNames(expression.names())
                .expressionAttributeValues(expression.values())
                .consistentRead(global ? oneIn(20) : random.nextBoolean())
                .limit(random.nextBoolean() ? null : (Integer) (oneIn(20) ? 0 : 1 + random.nextInt(2)))
                .scanIndexForward(random.nextBoolean())
                .exclusiveStartKey(index.name() == null && !range.contains("=") && oneIn(8) ? key() : null)
                .build();
    }

    private @Nullable String projection(Placeholders expression) {
        return switch (random.nextInt(4)) {
            case 0 -> TestTable.PK + ", " + TestTable.SK;
            case 1 ->
                Stream.of("a", "map", TestTable.LOOKUP_SK).map(expression::name).collect(Collectors.joining(", "));
            default -> null;
        };
    }

    /** The placeholders of one request's expressions. */
    private final class Placeholders {
        private final Map<String, String> names = new HashMap<>();
        private final Map<String, AttributeValue> values = new HashMap<>();

        @Nullable Map<String, String> names() {
            if (oneIn(200)) {
                names.put("#unused", "a");
            }
            return names.isEmpty() ? null : names;
        }

        @Nullable Map<String, AttributeValue> values() {
            if (oneIn(200)) {
                values.put(":unused", AttributeValue.fromS("a"));
            }
            return values.isEmpty() ? null : values;
        }

        String name(String name) {
            String placeholder = "#" + name;
            names.put(placeholder, name);
            return placeholder;
        }

        String value(AttributeValue value) {
            String placeholder = ":" + values.size();
            values.put(placeholder, value);
            return placeholder;
        }

        /** An attribute, or an entry of a map. */
        private String path() {
            return oneIn(6) ? name(oneOf(INDEX_KEYS)) : target();
        }

        /** No key of an index: DynamoDB Local sets it to a value of any type, which DynamoDB refuses. */
        private String target() {
            String path = name(oneOf(ATTRIBUTES));
            while (oneIn(4)) {
                path += "." + name(oneOf(ATTRIBUTES));
            }
            return path;
        }

        String condition() {
            return condition(3);
        }

        private String condition(int depth) {
            if (depth == 0) {
                return simple();
            }
            return switch (random.nextInt(6)) {
                case 0 -> simple() + " AND " + condition(depth - 1);
                case 1 -> simple() + " OR " + condition(depth - 1);
                case 2 -> "NOT " + simple();
                case 3 -> "(" + simple() + " OR " + simple() + ") AND NOT (" + simple() + " AND " + condition(0) + ")";
                default -> simple();
            };
        }

        private String simple() {
            return switch (random.nextInt(10)) {
                case 0, 1 -> "attribute_exists(" + (oneIn(2) ? name(TestTable.PK) : path()) + ")";
                case 2, 3 -> "attribute_not_exists(" + (oneIn(3) ? name(TestTable.PK) : path()) + ")";
                case 4 -> "attribute_type(" + path() + ", " + value(AttributeValue.fromS(oneOf(TYPES))) + ")";
                case 5 -> "begins_with(" + path() + ", " + value(text()) + ")";
                case 6 -> between();
                case 7 -> name("a") + " " + oneOf(COMPARATORS) + " " + name("b");
                default -> compared();
            };
        }

        private String compared() {
            String comparator = oneOf(COMPARATORS);
            boolean ordered = !comparator.equals("=") && !comparator.equals("<>");
            String value = value(ordered && !oneIn(20) ? sortable() : RandomRequests.this.value());
            return random.nextInt(4) > 0
                    ? path() + " " + comparator + " " + value
                    : value + " " + comparator + " " + path();
        }

        private AttributeValue text() {
            return AttributeValue.fromS(oneOf(SORTS));
        }

        private AttributeValue sortable() {
            return switch (random.nextInt(3)) {
                case 0 -> text();
                case 1 -> AttributeValue.fromN(oneOf(NUMBERS));
                default -> AttributeValue.fromB(bytes());
            };
        }

        private String between() {
            return oneIn(4)
                    ? path() + " BETWEEN " + value(text()) + " AND " + value(text())
                    : path() + " BETWEEN " + value(AttributeValue.fromN("-1")) + " AND "
                            + value(AttributeValue.fromN("5"));
        }

        String update() {
            List<String> sets = new ArrayList<>();
            List<String> removes = new ArrayList<>();
            List<String> adds = new ArrayList<>();
            List<String> deletes = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> sets.add(set());
                    case 3 -> {
                        String key = oneIn(30) ? TestTable.PK : oneOf(INDEX_KEYS);
                        sets.add(name(key) + " = " + value(updatedKey(key)));
                    }
                    case 4 -> removes.add(path());
                    case 5 -> removes.add(name(oneOf(INDEX_KEYS)));
                    case 6 -> adds.add(target() + " " + value(addend()));
                    default ->
                        deletes.add(target() + " " + value(oneIn(20) ? RandomRequests.this.value() : set(addend())));
                }
            }
            if (oneIn(60)) {
                sets.add(name("pad") + " = " + value(AttributeValue.fromS("x".repeat(ITEM_LIMIT - 2))));
            }
            return clause("SET", sets) + clause("REMOVE", removes) + clause("ADD", adds) + clause("DELETE", deletes);
        }

        private AttributeValue addend() {
            return switch (random.nextInt(10)) {
                case 0 -> oneIn(4) ? RandomRequests.this.value() : AttributeValue.fromN("1");
                case 1, 2, 3, 4 -> AttributeValue.fromN(oneOf(NUMBERS));
                case 5 -> AttributeValue.fromNs(List.of(oneOf(NUMBERS)));
                default -> AttributeValue.fromSs(List.of(oneOf(SORTS)));
            };
        }

        private AttributeValue set(AttributeValue value) {
            return value.n() != null ? AttributeValue.fromNs(List.of(value.n())) : value;
        }

        private String set() {
            String path = target();
            return switch (random.nextInt(5)) {
                case 0, 1 -> path + " = if_not_exists(" + path + ", " + value(RandomRequests.this.value()) + ")";
                case 2 -> path + " = " + name(oneOf(ATTRIBUTES));
                default -> path + " = " + value(RandomRequests.this.value());
            };
        }

        private String clause(String verb, List<String> parts) {
            return parts.isEmpty() ? "" : verb + " " + String.join(", ", parts) + " ";
        }

        /** What a sort key must be. */
        private final class Sort {
            private final String name;

            Sort(String name) {
                this.name = name;
            }

            String condition() {
                return switch (random.nextInt(5)) {
                    case 0 -> "begins_with(" + name(name) + ", " + operand() + ")";
                    case 1 -> name(name) + " BETWEEN " + operand() + " AND " + operand();
                    case 2, 3 -> name(name) + " " + oneOf(List.of("=", "<", "<=", ">", ">=")) + " " + operand();
                    default -> "";
                };
            }

            private String operand() {
                return value(oneIn(40) ? RandomRequests.this.value() : text());
            }
        }
    }
}
