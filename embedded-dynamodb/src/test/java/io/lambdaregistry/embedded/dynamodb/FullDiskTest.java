package io.lambdaregistry.embedded.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.embedded.sqlite.Database;
import io.lambdaregistry.embedded.sqlite.FullDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** A disk without room refuses a write as a whole and in its own words; what was acknowledged stays. */
final class FullDiskTest {
    private static final String TABLE = "registry";

    @TempDir
    private Path folder = Path.of("");

    private SqliteDynamoDb open(int pages) throws SQLException {
        Database database = Database.open(Optional.of(folder.resolve("table.sqlite")), Refusal::broken);
        SqliteDynamoDb dynamoDb = new SqliteDynamoDb(database);
        TestTable.create(dynamoDb, TABLE);
        database.write(session -> {
            session.execute("PRAGMA max_page_count = " + pages);
            return true;
        });
        return dynamoDb;
    }

    private static void put(SqliteDynamoDb dynamoDb, int i) {
        dynamoDb.putItem(put -> put.tableName(TABLE)
                .item(Map.of(
                        TestTable.PK,
                        AttributeValue.fromS("p"),
                        TestTable.SK,
                        AttributeValue.fromS(Integer.toString(i)),
                        "text",
                        AttributeValue.fromS("x".repeat(20_000)))));
    }

    private static Set<Integer> stored(SqliteDynamoDb dynamoDb) {
        return dynamoDb.scan(scan -> scan.tableName(TABLE)).items().stream()
                .map(item -> Integer.valueOf(
                        Objects.requireNonNull(item.get(TestTable.SK)).s()))
                .collect(Collectors.toSet());
    }

    @Test
    void aWriteThatAFullDiskRefusesLeavesNothingAndAcknowledgedWritesStay() throws SQLException {
        Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
        Set<Integer> refused = ConcurrentHashMap.newKeySet();
        try (SqliteDynamoDb dynamoDb = open(100)) {
            IntStream.range(0, 40)
                    .parallel()
                    .forEach(
                            i -> { // some of them are committed together
                                try {
                                    put(dynamoDb, i);
                                    acknowledged.add(i);
                                } catch (DynamoDbException refusal) {
                                    assertThat(refusal.statusCode()).isEqualTo(FullDisk.STATUS);
                                    assertThat(refusal.awsErrorDetails().errorMessage())
                                            .isEqualTo(FullDisk.MESSAGE);
                                    refused.add(i);
                                }
                            });
            assertThat(acknowledged).isNotEmpty();
            assertThat(refused).isNotEmpty();
            assertThat(stored(dynamoDb)).isEqualTo(acknowledged);
        }
        try (SqliteDynamoDb withRoom = open(100_000)) {
            assertThat(stored(withRoom)).isEqualTo(acknowledged);
            refused.forEach(i -> put(withRoom, i));
            assertThat(stored(withRoom)).hasSize(40);
        }
    }

    @Test
    void theWordsOfOperatingSystemsAreKnownHoweverTheyAreWrapped() {
        for (String words : new String[] {
            "No space left on device", "/data/s3/x: Disk quota exceeded", "There is not enough space on the disk"
        }) {
            assertThat(FullDisk.causes(new IllegalStateException(new IOException(words))))
                    .isTrue();
        }
        assertThat(FullDisk.causes(new IOException("Input/output error"))).isFalse();
        assertThat(FullDisk.causes(new IOException())).isFalse();
        assertThatThrownBy(() -> {
                    throw Refusal.broken(new IOException("Input/output error"));
                })
                .isInstanceOfSatisfying(
                        DynamoDbException.class,
                        broken -> assertThat(broken.statusCode()).isEqualTo(500));
    }
}
