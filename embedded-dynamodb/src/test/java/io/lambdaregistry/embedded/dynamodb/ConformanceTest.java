package io.lambdaregistry.embedded.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What DynamoDB itself was seen to do at its limits, and in which words it refuses: facts that nubo-db/dynamodb-conformance has
 * recorded from AWS, as far as they concern the operations that the registry uses.
 *
 * @see <a href="https://github.com/nubo-db/dynamodb-conformance">dynamodb-conformance</a>
 */
final class ConformanceTest {
    private static final String TABLE = "registry";
    private static final Map<String, AttributeValue> KEY =
            Map.of(TestTable.PK, AttributeValue.fromS("p"), TestTable.SK, AttributeValue.fromS("s"));
    private static final AttributeValue TEXT = AttributeValue.fromS("x");

    private SqliteDynamoDb dynamoDb;

    @BeforeEach
    void open() throws SQLException {
        dynamoDb = SqliteDynamoDb.open(Optional.empty());
        TestTable.create(dynamoDb, TABLE);
    }

    @AfterEach
    void close() {
        dynamoDb.close();
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DynamoDbException.class, refusal -> {
            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
            assertThat(refusal.awsErrorDetails().errorMessage()).contains(message);
        });
    }

    private static Map<String, AttributeValue> key(int i) {
        return Map.of(TestTable.PK, AttributeValue.fromS("p"), TestTable.SK, AttributeValue.fromS(Integer.toString(i)));
    }

    private static Map<String, AttributeValue> item(String name, AttributeValue value) {
        Map<String, AttributeValue> item = new HashMap<>(KEY);
        item.put(name, value);
        return item;
    }

    private void put(Map<String, AttributeValue> item) {
        dynamoDb.putItem(put -> put.tableName(TABLE).item(item));
    }

    /** Puts an item under a condition in which {@code :v} is a text, if it is there. */
    private void putIf(String condition) {
        dynamoDb.putItem(put -> {
            put.tableName(TABLE).item(KEY).conditionExpression(condition);
            if (condition.contains(":v")) {
                put.expressionAttributeValues(Map.of(":v", TEXT));
            }
        });
    }

    private void update(String expression, AttributeValue value) {
        dynamoDb.updateItem(update -> update.tableName(TABLE)
                .key(KEY)
                .updateExpression(expression)
                .expressionAttributeValues(Map.of(":v", value)));
    }

    private void query(String condition, String projection) {
        dynamoDb.query(query -> query.tableName(TABLE)
                .keyConditionExpression(condition)
                .projectionExpression(projection)
                .expressionAttributeValues(Map.of(":v", AttributeValue.fromS("p"))));
    }

    private static TransactWriteItem putOf(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(TABLE).item(item))
                .build();
    }

    /** A text inside so many maps. */
    private static AttributeValue inMaps(int many) {
        AttributeValue value = TEXT;
        for (int i = 0; i < many; i++) {
            value = AttributeValue.fromM(Map.of("n", value));
        }
        return value;
    }

    private static AttributeValue inLists(int many) {
        AttributeValue value = TEXT;
        for (int i = 0; i < many; i++) {
            value = AttributeValue.fromL(List.of(value));
        }
        return value;
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "Name", "TTL", "data", "count"})
    void noExpressionNamesAnAttributeByAReservedWord(String word) {
        String message = "Attribute name is a reserved keyword; reserved keyword: " + word;
        refused(() -> putIf(word + " = :v"), "Invalid ConditionExpression: " + message);
        refused(() -> putIf("attribute_exists(a." + word + ")"), "Invalid ConditionExpression: " + message);
        refused(() -> update("SET " + word + " = :v", TEXT), "Invalid UpdateExpression: " + message);
        refused(() -> update("SET a = :v REMOVE " + word, TEXT), "Invalid UpdateExpression: " + message);
        refused(() -> query("pk = :v", "pk, " + word), "Invalid ProjectionExpression: " + message);
        refused(() -> query(word + " = :v", "pk"), "Invalid KeyConditionExpression: " + message);
    }

    @Test
    void aPlaceholderNamesAnAttributeByAReservedWord() {
        dynamoDb.updateItem(update -> update.tableName(TABLE)
                .key(KEY)
                .updateExpression("SET #status = :v")
                .expressionAttributeNames(Map.of("#status", "status"))
                .expressionAttributeValues(Map.of(":v", TEXT)));
        assertThat(dynamoDb.getItem(get -> get.tableName(TABLE).key(KEY)).item())
                .containsEntry("status", TEXT);
    }

    @Test
    void aValueLies32LevelsDeepAndNoDeeper() {
        String message = "Nesting Levels have exceeded supported limits";
        put(item("a", inMaps(31)));
        put(item("a", inLists(31)));
        update("SET a = :v", inMaps(31));
        refused(() -> put(item("a", inMaps(32))), message);
        refused(() -> put(item("a", inLists(32))), message);
        refused(() -> update("SET a = :v", inMaps(32)), message);
        refused(() -> dynamoDb.transactWriteItems(all -> all.transactItems(putOf(item("a", inMaps(32))))), message);
        put(item("a", AttributeValue.fromM(Map.of())));
        update("SET a.b = :v", inMaps(30));
        refused(() -> update("SET a.b = :v", inMaps(31)), message);
    }

    @ParameterizedTest
    @CsvSource({"4096, true", "4097, false"})
    void anExpressionHas4096Bytes(int size, boolean isTaken) {
        String condition = "attribute_not_exists(" + "a".repeat(size - "attribute_not_exists()".length()) + ")";
        String update = "SET a = :v" + " ".repeat(size - "SET a = :v".length());
        if (isTaken) {
            assertThatCode(() -> putIf(condition)).doesNotThrowAnyException();
            assertThatCode(() -> update(update, TEXT)).doesNotThrowAnyException();
        } else {
            String message = "Expression size has exceeded the maximum allowed size; expression size: 4097";
            refused(() -> putIf(condition), "Invalid ConditionExpression: " + message);
            refused(() -> update(update, TEXT), "Invalid UpdateExpression: " + message);
        }
    }

    @Test
    void anExpressionHas300Operators() {
        assertThatCode(() -> putIf("NOT " + comparisons(150))).doesNotThrowAnyException();
        refused(
                () -> putIf(comparisons(151)),
                "Invalid ConditionExpression: The expression contains too many operators; operator count: 301");
    }

    /** So many comparisons of one operator each, with an operator between two. */
    private static String comparisons(int many) {
        return IntStream.range(0, many).mapToObj(i -> "a<>:v").collect(Collectors.joining(" OR "));
    }

    @Test
    void anExpressionIsNotEmptyAndHasNoParenthesesTwice() {
        refused(() -> putIf(""), "Invalid ConditionExpression: The expression can not be empty;");
        refused(() -> update("", TEXT), "Invalid UpdateExpression: The expression can not be empty;");
        refused(() -> query("", "pk"), "Invalid KeyConditionExpression: The expression can not be empty;");
        refused(
                () -> putIf("((attribute_not_exists(pk)))"),
                "Invalid ConditionExpression: The expression has redundant parentheses;");
        assertThatCode(() -> {
                    putIf("(attribute_not_exists(a)) AND (attribute_not_exists(b))");
                    putIf("(attribute_not_exists(a) AND (attribute_not_exists(b)))");
                    putIf("((attribute_not_exists(a)) OR (attribute_not_exists(b)))");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void placeholdersBelongToAnExpressionThatUsesThem() {
        refused(
                () -> dynamoDb.putItem(
                        put -> put.tableName(TABLE).item(KEY).expressionAttributeValues(Map.of(":v", TEXT))),
                "ExpressionAttributeValues can only be specified when using expressions");
        refused(
                () -> dynamoDb.putItem(
                        put -> put.tableName(TABLE).item(KEY).expressionAttributeNames(Map.of("#v", "a"))),
                "ExpressionAttributeNames can only be specified when using expressions");
        refused(
                () -> dynamoDb.putItem(put -> put.tableName(TABLE)
                        .item(KEY)
                        .conditionExpression("attribute_exists(pk)")
                        .expressionAttributeNames(Map.of("#unused", "a"))),
                "Value provided in ExpressionAttributeNames unused in expressions: keys: {#unused}");
        refused(
                () -> update("SET a = :w", TEXT),
                "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}");
    }

    @Test
    void noTwoPathsOfAnUpdateOverlapAndNoneIsAKey() {
        refused(() -> update("SET a = :v, a.b = :v", TEXT), "Two document paths overlap with each other");
        refused(() -> update("SET a = :v REMOVE a", TEXT), "Two document paths overlap with each other");
        refused(() -> update("SET pk = :v", TEXT), "Cannot update attribute pk. This attribute is part of the key");
    }

    @Test
    void aTokenStandsForOneRequest() {
        dynamoDb.transactWriteItems(all -> all.clientRequestToken("token").transactItems(putOf(item("a", TEXT))));
        dynamoDb.transactWriteItems(all -> all.clientRequestToken("token").transactItems(putOf(item("a", TEXT))));
        assertThatThrownBy(() -> dynamoDb.transactWriteItems(
                        all -> all.clientRequestToken("token").transactItems(putOf(item("b", TEXT)))))
                .isInstanceOf(IdempotentParameterMismatchException.class);
        assertThat(dynamoDb.getItem(get -> get.tableName(TABLE).key(KEY)).item())
                .doesNotContainKey("b");
        refused(
                () -> dynamoDb.transactWriteItems(
                        all -> all.clientRequestToken("x".repeat(37)).transactItems(putOf(KEY))),
                "at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to 36");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = a", "a <> a", "a BETWEEN a AND :v", "begins_with(a, a)"})
    void nothingIsComparedWithItself(String condition) {
        refused(
                () -> putIf(condition),
                "Invalid ConditionExpression: The first operand must be distinct from the remaining operands for this"
                        + " operator or function; operator: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-b", "1a", "_a"})
    void aNameBeginsWithALetterAndHasNoHyphen(String name) {
        refused(() -> putIf("attribute_exists(" + name + ")"), "Invalid ConditionExpression: Syntax error; token: ");
    }

    @Test
    void aPlaceholderHasItsSign() {
        refused(
                () -> dynamoDb.putItem(put -> put.tableName(TABLE)
                        .item(KEY)
                        .conditionExpression("attribute_exists(#a)")
                        .expressionAttributeNames(Map.of("#a", "a", "b", "b"))),
                "ExpressionAttributeNames contains invalid key: Syntax error; key: \"b\"");
        refused(
                () -> dynamoDb.putItem(put -> put.tableName(TABLE)
                        .item(KEY)
                        .conditionExpression("a = :v")
                        .expressionAttributeValues(Map.of(":v", TEXT, "w", TEXT))),
                "ExpressionAttributeValues contains invalid key: Syntax error; key: \"w\"");
    }

    @Test
    void anItemOfATransactionOrABatchIsOneWrite() {
        refused(
                () -> dynamoDb.transactWriteItems(
                        all -> all.transactItems(TransactWriteItem.builder().build())),
                "TransactItems can only contain one of Check, Put, Update or Delete");
        refused(
                () -> dynamoDb.transactWriteItems(all -> all.transactItems(TransactWriteItem.builder()
                        .put(put -> put.tableName(TABLE).item(KEY))
                        .delete(delete -> delete.tableName(TABLE).key(KEY))
                        .build())),
                "TransactItems can only contain one of Check, Put, Update or Delete");
        refused(
                () -> dynamoDb.transactWriteItems(all -> all.transactItems(TransactWriteItem.builder()
                        .conditionCheck(check -> check.tableName(TABLE).key(KEY))
                        .build())),
                "conditionExpression' failed to satisfy constraint: Member must not be null");
        refused(
                () -> dynamoDb.batchWriteItem(batch -> batch.requestItems(
                        Map.of(TABLE, List.of(WriteRequest.builder().build())))),
                "exactly one of");
    }

    @Test
    void aTransactionHas100ItemsEachOnce() {
        String constraint = "at 'transactItems' failed to satisfy constraint: Member must have length ";
        dynamoDb.transactWriteItems(all -> all.transactItems(puts(100)));
        refused(
                () -> dynamoDb.transactWriteItems(all -> all.transactItems(puts(101))),
                constraint + "less than or equal to 100");
        refused(
                () -> dynamoDb.transactWriteItems(all -> all.transactItems(List.of())),
                constraint + "greater than or equal to 1");
        refused(
                () -> dynamoDb.transactWriteItems(all -> all.transactItems(putOf(KEY), putOf(KEY))),
                "Transaction request cannot include multiple operations on one item");
        assertThat(dynamoDb.transactGetItems(all -> all.transactItems(gets(100)))
                        .responses())
                .hasSize(100);
        refused(
                () -> dynamoDb.transactGetItems(all -> all.transactItems(gets(101))),
                constraint + "less than or equal to 100");
        List<TransactGetItem> twice = List.of(gets(1).getFirst(), gets(1).getFirst());
        refused(
                () -> dynamoDb.transactGetItems(all -> all.transactItems(twice)),
                "Transaction request cannot include multiple operations on one item");
    }

    private static List<TransactWriteItem> puts(int many) {
        return IntStream.range(0, many).mapToObj(i -> putOf(key(i))).toList();
    }

    private static List<TransactGetItem> gets(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> TransactGetItem.builder()
                        .get(get -> get.tableName(TABLE).key(key(i)))
                        .build())
                .toList();
    }

    @Test
    void aTransactionSendsAndAnswers4Megabytes() {
        String text = "x".repeat(4 * 1024 * 1024 / 12 - "pkpsk10a".length());
        IntFunction<List<TransactWriteItem>> puts = many ->
                IntStream.range(0, many).mapToObj(i -> putOf(itemOf(i, text))).toList();
        IntFunction<List<TransactWriteItem>> updates = many -> IntStream.range(0, many)
                .mapToObj(i -> TransactWriteItem.builder()
                        .update(update -> update.tableName(TABLE)
                                .key(key(i))
                                .updateExpression("SET a = :v")
                                .expressionAttributeValues(Map.of(":v", AttributeValue.fromS(text))))
                        .build())
                .toList();
        for (IntFunction<List<TransactWriteItem>> writes : List.of(puts, updates)) {
            assertThatCode(() -> dynamoDb.transactWriteItems(all -> all.transactItems(writes.apply(12))))
                    .doesNotThrowAnyException();
            refused(
                    () -> dynamoDb.transactWriteItems(all -> all.transactItems(writes.apply(13))),
                    "Transaction payload size cannot exceed 4MB.");
        }
        put(itemOf(12, text));
        refused(
                () -> dynamoDb.transactGetItems(all -> all.transactItems(IntStream.range(0, 13)
                        .mapToObj(i -> TransactGetItem.builder()
                                .get(get -> get.tableName(TABLE).key(key(i)))
                                .build())
                        .toList())),
                "Payload in response is too large.");
    }

    private static Map<String, AttributeValue> itemOf(int i, String text) {
        Map<String, AttributeValue> item = new HashMap<>(key(i));
        item.put("a", AttributeValue.fromS(text));
        return item;
    }

    @Test
    void aBatchWrites25ItemsAndReads100EachOnce() {
        batchWrite(25);
        refused(() -> batchWrite(26), "Member must have length less than or equal to 25");
        refused(
                () -> dynamoDb.batchWriteItem(
                        batch -> batch.requestItems(Map.of(TABLE, List.of(writeOf(1), writeOf(1))))),
                "Provided list of item keys contains duplicates");
        batchGet(IntStream.range(0, 100).mapToObj(ConformanceTest::key).toList());
        refused(
                () -> batchGet(
                        IntStream.range(0, 101).mapToObj(ConformanceTest::key).toList()),
                "Too many items requested for the BatchGetItem call");
        refused(() -> batchGet(List.of(key(1), key(1))), "Provided list of item keys contains duplicates");
    }

    private void batchWrite(int many) {
        dynamoDb.batchWriteItem(batch -> batch.requestItems(Map.of(
                TABLE,
                IntStream.range(0, many).mapToObj(ConformanceTest::writeOf).toList())));
    }

    private static WriteRequest writeOf(int i) {
        return WriteRequest.builder().putRequest(put -> put.item(key(i))).build();
    }

    private void batchGet(List<Map<String, AttributeValue>> keys) {
        dynamoDb.batchGetItem(batch -> batch.requestItems(
                Map.of(TABLE, KeysAndAttributes.builder().keys(keys).build())));
    }

    @Test
    void setsHaveElementsAndEachOnce() {
        refused(() -> put(item("a", AttributeValue.fromSs(List.of()))), "An string set  may not be empty");
        refused(() -> put(item("a", AttributeValue.fromNs(List.of()))), "An number set  may not be empty");
        refused(() -> put(item("a", AttributeValue.fromSs(List.of("x", "x")))), "contains duplicates");
        refused(() -> put(item("a", AttributeValue.fromNs(List.of("1", "1.0")))), "contains duplicates");
    }

    @ParameterizedTest
    @CsvSource({
        "99999999999999999999999999999999999999, ",
        "999999999999999999999999999999999999999, more than 38 significant digits",
        "9.9999999999999999999999999999999999999E125, ",
        "1E126, Number overflow",
        "1E-130, ",
        "1E-131, Number underflow"
    })
    void numbersHave38DigitsAndARange(String number, @Nullable String refusal) {
        if (refusal == null) {
            assertThatCode(() -> put(item("a", AttributeValue.fromN(number)))).doesNotThrowAnyException();
        } else {
            refused(() -> put(item("a", AttributeValue.fromN(number))), refusal);
        }
    }

    @Test
    void keysHaveALengthAndAreNotEmpty() {
        put(Map.of(
                TestTable.PK, AttributeValue.fromS("p".repeat(2_048)),
                TestTable.SK, AttributeValue.fromS("s".repeat(1_024))));
        refused(() -> put(Map.of(TestTable.PK, AttributeValue.fromS("p".repeat(2_049)), TestTable.SK, TEXT)), "2048");
        refused(() -> put(Map.of(TestTable.PK, TEXT, TestTable.SK, AttributeValue.fromS("s".repeat(1_025)))), "1024");
        refused(
                () -> put(Map.of(TestTable.PK, AttributeValue.fromS(""), TestTable.SK, TEXT)),
                "cannot contain an empty string value");
    }

    @Test
    void sizeIsOfBytesOrElementsAndOfNothingElse() {
        Map<AttributeValue, Integer> sizes = Map.of(
                AttributeValue.fromS("é"), 2,
                AttributeValue.fromM(Map.of("a", TEXT)), 1,
                AttributeValue.fromL(List.of(TEXT, TEXT)), 2,
                AttributeValue.fromSs(List.of("x", "y", "z")), 3);
        sizes.forEach((value, size) -> {
            put(item("a", value));
            assertThatCode(() -> putIfSize(size)).doesNotThrowAnyException();
            put(item("a", value));
            assertThatThrownBy(() -> putIfSize(size + 1)).isInstanceOf(ConditionalCheckFailedException.class);
        });
        put(item("a", AttributeValue.fromN("1")));
        assertThatThrownBy(() -> putIfSize(1)).isInstanceOf(ConditionalCheckFailedException.class);
    }

    private void putIfSize(int size) {
        dynamoDb.putItem(put -> put.tableName(TABLE)
                .item(KEY)
                .conditionExpression("size(a) = :size")
                .expressionAttributeValues(Map.of(":size", AttributeValue.fromN(Integer.toString(size)))));
    }

    @Test
    void anItemHas400KilobytesWithItsNames() {
        int rest = "pkpsks".length() + "a".length();
        put(item("a", AttributeValue.fromS("x".repeat(400 * 1_024 - rest))));
        refused(
                () -> put(item("a", AttributeValue.fromS("x".repeat(400 * 1_024 - rest + 1)))),
                "Item size has exceeded the maximum allowed size");
    }
}
