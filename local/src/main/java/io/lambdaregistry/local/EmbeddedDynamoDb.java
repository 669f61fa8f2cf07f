package io.lambdaregistry.local;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/** DynamoDB Local, called in this process. The one class that knows it: its licence keeps it out of everything shipped. */
final class EmbeddedDynamoDb implements AutoCloseable {
    private static final boolean NO_TELEMETRY = true;
    private static final long BUSY_MILLIS = 10_000;

    private final AmazonDynamoDBLocal dynamoDb;

    private EmbeddedDynamoDb(AmazonDynamoDBLocal dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /** @param file its database; without one, all is in memory */
    static EmbeddedDynamoDb start(Optional<Path> file) throws IOException {
        NativeLibrary.load();
        return new EmbeddedDynamoDb(
                file.isPresent() ? onFile(file.get().toFile()) : DynamoDBEmbedded.create(NO_TELEMETRY));
    }

    /**
     * Has SQLite keep a log of what is written, so that a commit waits for the disk once: with its default journal it waits
     * four times. The file says so from then on. A new one gets the pages that newer SQLites would give it.
     *
     * <p>The connection stays until DynamoDB Local has its own: one of an earlier registry in this process, which is still
     * closing, is not the last then, and does not lock the file to put its log away.
     */
    private static AmazonDynamoDBLocal onFile(File database) throws IOException {
        SQLiteConnection connection = new SQLiteConnection(database);
        try {
            connection
                    .open(true)
                    .setBusyTimeout(BUSY_MILLIS)
                    .exec("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL");
            return DynamoDBEmbedded.create(database, NO_TELEMETRY);
        } catch (SQLiteException e) {
            throw new IOException("the database cannot be opened: " + e.getMessage(), e);
        } finally {
            connection.dispose();
        }
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
