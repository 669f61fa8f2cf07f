package io.lambdaregistry.embedded.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.embedded.sqlite.Database;
import io.lambdaregistry.embedded.sqlite.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Properties of the embedded DynamoDB that a comparison with DynamoDB Local cannot show: its file, its threads, the units that
 * it bills, and the features that it rejects.
 */
@Timeout(60)
final class SqliteDynamoDbTest {
    private static final String TABLE = "registry";
    private static final int THREADS = 16;

    /** Of an item with keys of one letter: two names and two values. */
    private static final int KEY_BYTES = 6;

    @TempDir
    private Path folder;

    private Database database;
    private SqliteDynamoDb dynamoDb;

    @BeforeEach
    void open() throws SQLException {
        database = Database.open(Optional.of(folder.resolve("registry.db")), Refusal::broken);
        dynamoDb = new SqliteDynamoDb(database);
        TestTable.create(dynamoDb, TABLE);
    }

    @AfterEach
    void close() {
        dynamoDb.close();
    }

    private void reopen() throws SQLException {
        close();
        open();
    }

    private static Map<String, AttributeValue> key(String pk, String sk) {
        return Map.of(TestTable.PK, AttributeValue.fromS(pk), TestTable.SK, AttributeValue.fromS(sk));
    }

    /** An item of so many bytes; its keys are of one letter. */
    private static Map<String, AttributeValue> item(String sk, int bytes) {
        return with(key("p", sk), "x", AttributeValue.fromS("x".repeat(bytes - KEY_BYTES - 1)));
    }

    private static Map<String, AttributeValue> with(
            Map<String, AttributeValue> item, String name, AttributeValue value) {
        Map<String, AttributeValue> more = new HashMap<>(item);
        more.put(name, value);
        return more;
    }

    private double put(Map<String, AttributeValue> item) {
        return dynamoDb.putItem(
                        put -> put.tableName(TABLE).item(item).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
                .consumedCapacity()
                .capacityUnits();
    }

    private Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
        return dynamoDb.getItem(get -> get.tableName(TABLE).key(key)).item();
    }

    private long count(String pk) {
        return query(pk).count();
    }

    private QueryResponse query(String pk) {
        return dynamoDb.query(partition(pk).build());
    }

    private static QueryRequest.Builder partition(String pk) {
        return QueryRequest.builder()
                .tableName(TABLE)
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(pk)))
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
    }

    private static TransactWriteItem putOf(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(TABLE).item(item))
                .build();
    }

    private static TransactWriteItem increment(Map<String, AttributeValue> key) {
        return TransactWriteItem.builder()
                .update(update -> update.tableName(TABLE)
                        .key(key)
                        .updateExpression("ADD n :one")
                        .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))))
                .build();
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        }
    }

    @Test
    void keepsAllThatManyThreadsWrote() throws Exception {
        atOnce(IntStream.range(0, 400)
                .<Callable<Double>>mapToObj(i -> () -> put(key("p", "item " + i)))
                .toList());
        reopen();
        assertThat(count("p")).isEqualTo(400);
    }

    @Test
    void losesNoIncrementOfTransactionsAtOnce() throws Exception {
        Map<String, AttributeValue> a = key("p", "a");
        Map<String, AttributeValue> b = key("p", "b");
        atOnce(IntStream.range(0, 200)
                .<Callable<Object>>mapToObj(
                        i -> () -> dynamoDb.transactWriteItems(all -> all.transactItems(increment(a), increment(b))))
                .toList());
        reopen();
        assertThat(get(a)).containsEntry("n", AttributeValue.fromN("200"));
        assertThat(get(b)).containsEntry("n", AttributeValue.fromN("200"));
    }

    @Test
    void writesNothingOfATransactionThatIsCancelled() throws Exception {
        TransactWriteItem never = TransactWriteItem.builder()
                .conditionCheck(check ->
                        check.tableName(TABLE).key(key("p", "none")).conditionExpression("attribute_exists(pk)"))
                .build();
        assertThatThrownBy(() -> dynamoDb.transactWriteItems(
                        all -> all.transactItems(putOf(key("p", "a")), never, putOf(key("p", "b")))))
                .isInstanceOf(TransactionCanceledException.class);
        reopen();
        assertThat(count("p")).isZero();
    }

    @Test
    void refusedWritesLeaveThoseThatAreCommittedWithThemAlone() throws Exception {
        List<Boolean> done = atOnce(IntStream.range(0, 200)
                .<Callable<Boolean>>mapToObj(i -> () -> putsUnless(i % 2 == 0, key("p", "item " + i)))
                .toList());
        assertThat(done).filteredOn(written -> written).hasSize(100);
        reopen();
        assertThat(count("p")).isEqualTo(100);
    }

    private boolean putsUnless(boolean refused, Map<String, AttributeValue> item) {
        try {
            dynamoDb.putItem(put -> put.tableName(TABLE)
                    .item(item)
                    .conditionExpression(refused ? "attribute_exists(pk)" : "attribute_not_exists(pk)"));
            return true;
        } catch (DynamoDbException e) {
            return false;
        }
    }

    @Test
    void doesATransactionOnceForItsToken() {
        Map<String, AttributeValue> key = key("p", "a");
        for (int i = 0; i < 3; i++) {
            dynamoDb.transactWriteItems(all -> all.clientRequestToken("token").transactItems(increment(key)));
        }
        dynamoDb.transactWriteItems(all -> all.clientRequestToken("other").transactItems(increment(key)));
        assertThat(get(key)).containsEntry("n", AttributeValue.fromN("2"));
    }

    @Test
    void doesATransactionThatWasCancelledAgainForItsToken() {
        TransactWriteItem absent = TransactWriteItem.builder()
                .put(put -> put.tableName(TABLE).item(key("p", "a")).conditionExpression("attribute_not_exists(pk)"))
                .build();
        put(key("p", "a"));
        assertThatThrownBy(() -> dynamoDb.transactWriteItems(
                        all -> all.clientRequestToken("token").transactItems(absent)))
                .isInstanceOf(TransactionCanceledException.class);
        dynamoDb.deleteItem(delete -> delete.tableName(TABLE).key(key("p", "a")));
        dynamoDb.transactWriteItems(all -> all.clientRequestToken("token").transactItems(absent));
        assertThat(get(key("p", "a"))).isNotEmpty();
    }

    @Test
    void reportsThatATransactionIsInProgress() {
        Tokens tokens = new Tokens();
        tokens.once("token", "a request", () -> {
            assertThatThrownBy(() -> tokens.once("token", "a request", List::of))
                    .isInstanceOf(TransactionInProgressException.class);
            return List.of();
        });
        assertThat(tokens.once("token", "a request", () -> List.of("again"))).isEmpty();
    }

    private static boolean await(CountDownLatch begun, CountDownLatch end) {
        begun.countDown();
        try {
            return end.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void readsCostHalfAUnitOfFourKilobytesOrAWholeOneIfConsistent() {
        put(item("a", 4_096));
        put(item("b", 4_097));
        assertThat(readUnits("none", false)).isEqualTo(0.5);
        assertThat(readUnits("none", true)).isEqualTo(1);
        assertThat(readUnits("a", false)).isEqualTo(0.5);
        assertThat(readUnits("a", true)).isEqualTo(1);
        assertThat(readUnits("b", false)).isEqualTo(1);
        assertThat(readUnits("b", true)).isEqualTo(2);
    }

    private double readUnits(String sk, boolean consistent) {
        return dynamoDb.getItem(get -> get.tableName(TABLE)
                        .key(key("p", sk))
                        .consistentRead(consistent)
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
                .consumedCapacity()
                .capacityUnits();
    }

    @Test
    void queriesRoundTheirSumAndBatchesEachItem() {
        put(item("a", 3_000));
        put(item("b", 3_000));
        assertThat(query("p").consumedCapacity().capacityUnits()).isEqualTo(1);
        assertThat(dynamoDb.query(partition("p").consistentRead(true).build())
                        .consumedCapacity()
                        .capacityUnits())
                .isEqualTo(2);
        var batch = dynamoDb.batchGetItem(get -> get.requestItems(
                        Map.of(TABLE, keys(List.of(key("p", "a"), key("p", "b"), key("p", "none")))))
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
        assertThat(batch.consumedCapacity())
                .extracting(ConsumedCapacity::capacityUnits)
                .containsExactly(3.0);
    }

    private static KeysAndAttributes keys(List<Map<String, AttributeValue>> keys) {
        return KeysAndAttributes.builder().keys(keys).consistentRead(true).build();
    }

    @Test
    void writesCostAUnitAKilobyteOfTheLargerItemInTheTableAndInEachIndexThatTheyChange() {
        assertThat(put(item("a", 1_024))).isEqualTo(1);
        assertThat(put(item("a", 1_025))).isEqualTo(2);
        assertThat(put(item("a", 100))).as("the old one was larger").isEqualTo(2);
        Map<String, AttributeValue> staged =
                with(item("b", 1_000), TestTable.STAGE_SK, AttributeValue.fromS("1")); // 1,009 bytes
        assertThat(put(staged)).as("the item, an entry").isEqualTo(2);
        assertThat(put(staged)).as("the item again, which changes no entry").isEqualTo(1);
        assertThat(put(with(staged, TestTable.STAGE_SK, AttributeValue.fromS("2"))))
                .as("the item, an entry deleted, one made")
                .isEqualTo(3);
        assertThat(put(item("b", 1_000))).as("the item, an entry deleted").isEqualTo(2);
        assertThat(put(with(item("c", 100), TestTable.LISTING_PK, AttributeValue.fromS("half a key"))))
                .isEqualTo(1);
    }

    @Test
    void transactionsCostTwice() {
        TransactWriteItem check = TransactWriteItem.builder()
                .conditionCheck(one ->
                        one.tableName(TABLE).key(key("p", "none")).conditionExpression("attribute_not_exists(pk)"))
                .build();
        var done = dynamoDb.transactWriteItems(all -> all.transactItems(
                        putOf(item("a", 1_025)),
                        putOf(with(key("p", "b"), TestTable.UPDATE_SK, AttributeValue.fromS("1"))),
                        check)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
        assertThat(done.consumedCapacity())
                .extracting(ConsumedCapacity::capacityUnits)
                .containsExactly(2 * (2.0 + 2 + 1));
    }

    @Test
    void batchesOfWritesCostTheirSum() {
        put(item("b", 3_000));
        var done = dynamoDb.batchWriteItem(all -> all.requestItems(Map.of(
                        TABLE,
                        List.of(
                                WriteRequest.builder()
                                        .putRequest(put -> put.item(item("a", 2_000)))
                                        .build(),
                                WriteRequest.builder()
                                        .deleteRequest(delete -> delete.key(key("p", "b")))
                                        .build())))
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
        assertThat(done.consumedCapacity())
                .extracting(ConsumedCapacity::capacityUnits)
                .containsExactly(2.0 + 3);
    }

    @Test
    void aPageEndsWithTheItemThatReachesAMegabyte() {
        for (String sk : List.of("a", "b", "c", "d")) {
            put(item(sk, 400 * 1_024));
        }
        QueryResponse first = query("p");
        assertThat(first.count()).isEqualTo(3);
        assertThat(first.lastEvaluatedKey()).isEqualTo(key("p", "c"));
        assertThat(first.consumedCapacity().capacityUnits()).isEqualTo(150);
        QueryResponse last = dynamoDb.query(
                partition("p").exclusiveStartKey(first.lastEvaluatedKey()).build());
        assertThat(last.count()).isEqualTo(1);
        assertThat(last.hasLastEvaluatedKey()).isFalse();
    }

    @Test
    void anUpdatedItemCountsWithItsEntriesInLocalIndexes() {
        put(item("a", 204_800 - TestTable.STAGE_SK.length() - 1));
        assertThat(stage("a", "1")).containsEntry(TestTable.STAGE_SK, AttributeValue.fromS("1"));
        assertThatThrownBy(() -> stage("a", "12")).hasMessageContaining("size");
        assertThat(get(key("p", "a"))).containsEntry(TestTable.STAGE_SK, AttributeValue.fromS("1"));
    }

    @Test
    void anUpdateSetsNoKeyOfAnIndexThatCantBeOne() {
        put(key("p", "a"));
        assertThatThrownBy(() -> stage("a", "x".repeat(1_025))).hasMessageContaining("size");
        assertThatThrownBy(() -> stage("a", "")).hasMessageContaining("empty");
        assertThatThrownBy(() -> update("a", AttributeValue.fromN("1"))).hasMessageContaining("Type mismatch");
        assertThat(get(key("p", "a"))).isEqualTo(key("p", "a"));
    }

    private Map<String, AttributeValue> stage(String sk, String stage) {
        return update(sk, AttributeValue.fromS(stage));
    }

    private Map<String, AttributeValue> update(String sk, AttributeValue stage) {
        return dynamoDb.updateItem(update -> update.tableName(TABLE)
                        .key(key("p", sk))
                        .updateExpression("SET stage_sk = :stage")
                        .expressionAttributeValues(Map.of(":stage", stage))
                        .returnValues(ReturnValue.ALL_NEW))
                .attributes();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        Map<String, AttributeValue> one = Map.of(":one", AttributeValue.fromN("1"));
        List<Runnable> unknown = List.of(
                () -> dynamoDb.getItem(
                        get -> get.tableName(TABLE).key(key("p", "a")).projectionExpression("pk")),
                () -> dynamoDb.query(
                        partition("p").filterExpression("attribute_exists(a)").build()),
                () -> dynamoDb.query(partition("p").select(Select.COUNT).build()),
                () -> dynamoDb.scan(scan -> scan.tableName(TABLE).indexName(TestTable.LOOKUP)),
                () -> dynamoDb.putItem(
                        put -> put.tableName(TABLE).item(key("p", "a")).returnValues(ReturnValue.ALL_OLD)),
                () -> dynamoDb.deleteItem(delete -> delete.tableName(TABLE)
                        .key(key("p", "a"))
                        .conditionExpression("contains(a, :one)")
                        .expressionAttributeValues(one)),
                () -> dynamoDb.updateItem(update -> update.tableName(TABLE)
                        .key(key("p", "a"))
                        .updateExpression("SET a = a + :one")
                        .expressionAttributeValues(one)),
                () -> dynamoDb.updateItem(
                        update -> update.tableName(TABLE).key(key("p", "a")).updateExpression("REMOVE a[0]")));
        for (Runnable request : unknown) {
            assertThatThrownBy(request::run)
                    .isInstanceOfSatisfying(
                            DynamoDbException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
        }
        assertThatThrownBy(() -> dynamoDb.deleteTable(delete -> delete.tableName(TABLE)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theSizeOfAMapIsTheNumberOfItsEntries() {
        Map<String, AttributeValue> item = new HashMap<>(key("p", "sized"));
        item.put("m", AttributeValue.fromM(Map.of("a", AttributeValue.fromS("1"), "b", AttributeValue.fromS("2"))));
        dynamoDb.putItem(put -> put.tableName(TABLE).item(item));
        assertThat(holds("size(m) < :n", 3)).isTrue();
        assertThat(holds("size(m) < :n", 2)).isFalse();
        assertThat(holds("(size(m) < :n OR attribute_exists(m.a))", 2)).isTrue();
        assertThat(holds("size(absent) < :n", 2)).isFalse();
    }

    private boolean holds(String condition, int n) {
        try {
            dynamoDb.updateItem(update -> update.tableName(TABLE)
                    .key(key("p", "sized"))
                    .updateExpression("SET touched = :n")
                    .conditionExpression(condition)
                    .expressionAttributeValues(Map.of(":n", AttributeValue.fromN(String.valueOf(n)))));
            return true;
        } catch (ConditionalCheckFailedException failed) {
            return false;
        }
    }

    @Test
    void aFullDiskFailsWritesAsAWholeUntilThereIsRoom() throws Exception {
        put(key("p", "before"));
        long pages = pages();
        database.write(session -> pragma(session, "max_page_count = " + (pages + 20)));
        List<Map<String, AttributeValue>> large = IntStream.range(0, 10)
                .mapToObj(i -> item("abcdefghij".substring(i, i + 1), 50_000))
                .toList();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> dynamoDb.transactWriteItems(all -> all.transactItems(
                            large.stream().map(SqliteDynamoDbTest::putOf).toList())))
                    .isInstanceOf(SdkException.class)
                    .hasMessageContaining("full");
            assertThat(count("p")).isEqualTo(1);
        }
        database.write(session -> pragma(session, "max_page_count = 1000000"));
        dynamoDb.transactWriteItems(all ->
                all.transactItems(large.stream().map(SqliteDynamoDbTest::putOf).toList()));
        reopen();
        assertThat(count("p")).isEqualTo(11);
    }

    private long pages() {
        return database.write(session -> pragma(session, "page_count"));
    }

    private static long pragma(Session session, String pragma) throws SQLException {
        try (var found = session.prepare("PRAGMA " + pragma).executeQuery()) {
            return found.next() ? found.getLong(1) : 0;
        }
    }

    @Test
    void workThatFailsTakesNothingOfTheOthersWithIt() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            Future<Boolean> before = threads.submit(() -> database.write(session -> await(busy, go)));
            busy.await();
            List<Future<Double>> good = new ArrayList<>();
            List<Future<Object>> bad = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String sk = "item " + i;
                good.add(threads.submit(() -> put(key("p", sk))));
                bad.add(threads.submit(() -> database.write(SqliteDynamoDbTest::halfDone)));
            }
            go.countDown();
            assertThat(before.get()).isTrue();
            for (Future<Object> failed : bad) {
                assertThatThrownBy(failed::get).hasCauseInstanceOf(SdkException.class);
            }
            for (Future<Double> done : good) {
                assertThat(done.get()).isEqualTo(1);
            }
        }
        reopen();
        assertThat(count("p")).isEqualTo(5);
        assertThat(dynamoDb.listTables().tableNames()).containsExactly(TABLE);
    }

    private static Object halfDone(Session session) throws SQLException {
        session.execute("INSERT INTO \"/tables\" VALUES ('half', 'pk', 'sk')");
        throw new IllegalStateException("an item's bytes end too soon");
    }

    @Test
    void readersGoOnBesideALongWriter() throws Exception {
        put(key("p", "a"));
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(2)) {
            Future<Boolean> writer = threads.submit(() -> database.write(session -> {
                session.execute("DELETE FROM \"registry\"");
                return await(busy, go);
            }));
            busy.await();
            try {
                assertThat(get(key("p", "a"))).isEqualTo(key("p", "a"));
                assertThat(count("p")).isEqualTo(1);
            } finally {
                go.countDown();
            }
            assertThat(writer.get()).isTrue();
        }
        assertThat(count("p")).isZero();
    }

    @Test
    void oneThatIsClosedAnswersFailures() throws SQLException {
        for (SqliteDynamoDb closed : List.of(dynamoDb, SqliteDynamoDb.open(Optional.empty()))) {
            if (closed != dynamoDb) {
                TestTable.create(closed, TABLE);
            }
            closed.close();
            for (int i = 0; i < 40; i++) {
                assertThatThrownBy(
                                () -> closed.getItem(get -> get.tableName(TABLE).key(key("p", "a"))))
                        .isInstanceOf(SdkException.class);
                assertThatThrownBy(
                                () -> closed.putItem(put -> put.tableName(TABLE).item(key("p", "a"))))
                        .isInstanceOf(SdkException.class);
            }
            closed.close();
        }
    }

    @Test
    void anItemThatCantBeReadFailsItsReadersOnly() {
        put(key("p", "a"));
        put(key("q", "a"));
        database.write(session -> {
            session.execute("UPDATE \"registry\" SET _item = x'01ff' WHERE pk = CAST('p' AS BLOB)");
            return true;
        });
        assertThatThrownBy(() -> get(key("p", "a"))).isInstanceOf(SdkException.class);
        assertThatThrownBy(() -> put(key("p", "a"))).isInstanceOf(SdkException.class);
        assertThat(get(key("q", "a"))).isNotEmpty();
    }

    @Test
    void aFileThatIsNoDatabaseIsNotOpened() throws Exception {
        Path file = Files.writeString(folder.resolve("text"), "no database".repeat(1_000));
        assertThatThrownBy(() -> SqliteDynamoDb.open(Optional.of(file))).isInstanceOf(SQLException.class);
        assertThat(Files.readString(file)).startsWith("no database");
    }
}
