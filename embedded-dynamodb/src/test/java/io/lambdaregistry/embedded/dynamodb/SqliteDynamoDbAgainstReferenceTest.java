package io.lambdaregistry.embedded.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/**
 * The embedded DynamoDB, in memory and on a file, responds to random requests as DynamoDB Local does.
 *
 * <p>{@code -Ddynamodb.requests=100000} makes it longer; {@code -Dseed=…} repeats a run.
 */
final class SqliteDynamoDbAgainstReferenceTest {
    private static final String TABLE = "registry";
    private static final int BETWEEN_COMPARISONS = 250;
    private static final int SHOWN = 4_000;

    private final int requests = Integer.getInteger("dynamodb.requests", 800);
    private final long seed = Long.getLong("seed", System.nanoTime());

    @Test
    void answersAsDynamoDbLocal(@TempDir Path folder) throws SQLException {
        AmazonDynamoDBLocal local = DynamoDBEmbedded.create(true);
        try (var inMemory = SqliteDynamoDb.open(Optional.empty());
                var onFile = SqliteDynamoDb.open(Optional.of(folder.resolve("registry.db")))) {
            compare(local.dynamoDbClient(), inMemory, onFile);
        } finally {
            local.shutdown();
        }
    }

    private void compare(DynamoDbClient reference, DynamoDbClient inMemory, DynamoDbClient onFile) {
        TestTable.create(reference, TABLE);
        TestTable.create(inMemory, TABLE);
        TestTable.create(onFile, TABLE);
        RandomRequests random = new RandomRequests(new SplittableRandom(seed), TABLE);
        DynamoDbRequest everything = ScanRequest.builder().tableName(TABLE).build();
        for (int i = 1; i <= requests; i++) {
            DynamoDbRequest request = i % BETWEEN_COMPARISONS == 0 ? everything : random.next();
            String expected = Answer.of(request, reference);
            String described = "-Dseed=%d, request %d: %s".formatted(seed, i, shortened(request.toString()));
            assertThat(Answer.of(request, inMemory))
                    .as("in memory, %s", described)
                    .isEqualTo(expected);
            assertThat(Answer.of(request, onFile))
                    .as("on a file, %s", described)
                    .isEqualTo(expected);
        }
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), SHOWN));
    }
}
