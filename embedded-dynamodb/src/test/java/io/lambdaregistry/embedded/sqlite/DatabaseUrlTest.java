package io.lambdaregistry.embedded.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

final class DatabaseUrlTest {
    @TempDir
    private Path parent;

    /** The driver, or SQLite's own URIs, would read each of these as a setting, as another path, or as no file at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a?journal_mode=OFF&synchronous=OFF&b",
                "a?mode=memory",
                "a#b",
                "a%41%2fb%3f",
                "a b+c;d",
                "file:a",
                ":memory:",
                "données 模型"
            })
    void thePathOfAFileIsTakenAsItIs(String name) throws Exception {
        Path folder = Files.createDirectory(parent.resolve(name));
        Path file = folder.resolve(name + ".sqlite");
        try (Database database = open(file)) {
            assertThat(journalMode(database)).isEqualTo("wal");
        }
        try (Stream<Path> all = Files.list(parent)) {
            assertThat(all).containsExactly(folder);
        }
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all)
                    .contains(file)
                    .allMatch(each -> each.getFileName().toString().startsWith(name + ".sqlite"));
        }
        try (FileSnapshot snapshot = FileSnapshot.of(file)) {
            List<String> modes = snapshot.query("PRAGMA journal_mode", row -> row.getString(1));
            assertThat(modes).containsExactly("wal");
        }
    }

    private static Database open(Path file) throws Exception {
        return Database.open(
                Optional.of(file),
                failure -> DynamoDbException.builder().cause(failure).build());
    }

    private static String journalMode(Database database) {
        return database.read(session -> {
            try (ResultSet mode = session.prepare("PRAGMA journal_mode").executeQuery()) {
                return mode.getString(1);
            }
        });
    }
}
