package io.lambdaregistry.local.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The start on a folder that lacks a file, or that a newer build wrote: it prints one line of error, and changes nothing. */
class DamagedFolderTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void putAnArtifact() throws Exception {
        try (LocalRegistry registry = start()) {
            registry.s3().putObject(r -> r.bucket(registry.bucket()).key("1/a"), RequestBody.fromString("a"));
        }
    }

    private LocalRegistry start() throws StartException {
        return LocalRegistry.start(Options.inFolder(folder));
    }

    private void isRefused(String... parts) {
        assertThatThrownBy(this::start)
                .isInstanceOf(StartException.class)
                .satisfies(refusal ->
                        assertThat(refusal.getMessage()).contains(parts).doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry.sqlite", "objects.sqlite"})
    void aDatabaseThatIsGoneOrEmptyBesideArtifactsIsNotMadeAnew(String name) throws Exception {
        Path file = folder.resolve(name);
        Files.delete(file);
        isRefused(file.toString(), "gone", "backup");
        assertThat(file).doesNotExist();
        Files.createFile(file);
        isRefused(file.toString(), "empty", "backup");
        assertThat(file).isEmptyFile();
    }

    @Test
    void withoutItsIndexAndItsFormatTheFolderIsTakenUpAgain() throws Exception {
        Files.delete(folder.resolve("objects.sqlite"));
        Files.delete(folder.resolve("format"));
        try (LocalRegistry registry = start()) {
            assertThat(registry.s3()
                            .listObjectsV2(r -> r.bucket(registry.bucket()))
                            .contents())
                    .extracting(S3Object::key)
                    .containsExactly("1/a");
        }
    }

    @Test
    void aFolderOfANewerBuildIsRefused() throws Exception {
        Files.writeString(folder.resolve("format"), "99\n");
        isRefused("newer build", "format 99", "Start that build");
    }

    @Test
    void aFormatThatIsNoNumberIsRefused() throws Exception {
        Files.writeString(folder.resolve("format"), "");
        isRefused("format", "holds no format number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry.sqlite", "objects.sqlite"})
    void aDatabaseOfANewerBuildIsRefused(String name) throws Exception {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name));
                Statement statement = database.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        isRefused(name, "newer build", "format 99", "Start that build");
    }

    /** The table itself is marked too, since it may be in a DynamoDB elsewhere. */
    @Test
    void aTableOfANewerBuildIsRefused() throws Exception {
        try (LocalRegistry registry = start()) {
            registry.dynamoDb()
                    .putItem(put -> put.tableName(registry.tableName())
                            .item(Map.of(
                                    "pk", AttributeValue.fromS("SETTINGS"),
                                    "sk", AttributeValue.fromS("format"),
                                    "number", AttributeValue.fromN("99"))));
        }
        isRefused("The table 'model-registry'", "newer build", "format 99", "Start that build");
    }

    @Test
    void aWebhookKeyThatIsNoneIsRefused() throws Exception {
        Files.write(folder.resolve("webhook-key"), new byte[0]);
        isRefused("webhook-key", "0 bytes", "backup");
    }

    @Test
    void credentialsThatAreNoneAreRefused() throws Exception {
        Files.writeString(folder.resolve("s3-credentials"), "");
        isRefused("s3-credentials", "holds no AWS credentials");
    }

    @Test
    void strayFilesAmongTheUploadsAreLeftAlone() throws Exception {
        Path waiting = folder.resolve("uploads/waiting");
        for (String name : new String[] {"._x.json", "x.json", ".DS_Store", "FFFFFFFFFFFFFFFF.json", "0.json"}) {
            Files.writeString(waiting.resolve(name), "stray");
        }
        Files.writeString(waiting.resolve("0000000000000001.json.part"), "half");
        start().close();
        assertThat(names(waiting))
                .containsExactlyInAnyOrder("._x.json", "x.json", ".DS_Store", "FFFFFFFFFFFFFFFF.json", "0.json");
    }

    private static String[] names(Path folder) throws IOException {
        String[] names = folder.toFile().list();
        return names == null ? new String[0] : names;
    }
}
