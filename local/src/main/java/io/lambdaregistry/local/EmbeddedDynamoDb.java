package io.lambdaregistry.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/** DynamoDB Local, called in this process. The one class that knows it: its licence keeps it out of everything shipped. */
final class EmbeddedDynamoDb implements AutoCloseable {
    private static final boolean NO_TELEMETRY = true;

    private final AmazonDynamoDBLocal dynamoDb;

    private EmbeddedDynamoDb(AmazonDynamoDBLocal dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /** @param file its database; without one, all is in memory */
    static EmbeddedDynamoDb start(Optional<Path> file) throws IOException {
        NativeLibrary.load();
        @Nullable Path database = file.orElse(null);
        return new EmbeddedDynamoDb(
                database == null
                        ? DynamoDBEmbedded.create(NO_TELEMETRY)
                        : DynamoDBEmbedded.create(database.toFile(), NO_TELEMETRY));
    }

    DynamoDbClient client() {
        return CommittedTransactions.of(dynamoDb.dynamoDbClient());
    }

    @Override
    public void close() {
        dynamoDb.shutdown();
    }

    /** SQLite's native library, which DynamoDB Local unpacks to a temporary file and would leave there after a kill. */
    private static final class NativeLibrary {
        private static final String FOLDER = "org.sqlite.tmpdir";

        private NativeLibrary() {}

        static synchronized void load() throws IOException {
            if (System.getProperty(FOLDER) != null) {
                return;
            }
            Path folder = Files.createTempDirectory("registry-sqlite-");
            System.setProperty(FOLDER, folder.toString());
            DynamoDBEmbedded.create(NO_TELEMETRY).shutdown();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
