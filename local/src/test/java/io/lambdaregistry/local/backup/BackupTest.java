package io.lambdaregistry.local.backup;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.data.StartException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Backups of a folder that a registry serves, and the folders that are made of them. */
class BackupTest {
    private static final int WRITERS = 4;

    @TempDir
    private Path folder = Path.of("");

    private Path data() {
        return folder.resolve("data");
    }

    private Path file() {
        return folder.resolve("backup.zip");
    }

    private static LocalRegistry start(Path data) throws StartException {
        return LocalRegistry.start(Options.inFolder(data));
    }

    /** Puts an artifact, and then an item that refers to it; deletes every third artifact after its item. */
    private static void write(LocalRegistry registry, String key, boolean delete) {
        registry.s3()
                .putObject(
                        r -> r.bucket(registry.bucket()).key(key).contentType("text/plain"),
                        RequestBody.fromString(contentOf(key)));
        Map<String, AttributeValue> item = item(key);
        registry.dynamoDb().putItem(r -> r.tableName(registry.tableName()).item(item));
        if (delete) {
            registry.dynamoDb()
                    .deleteItem(r -> r.tableName(registry.tableName()).key(item));
            registry.s3().deleteObject(r -> r.bucket(registry.bucket()).key(key));
        }
    }

    private static Map<String, AttributeValue> item(String key) {
        return Map.of("pk", AttributeValue.fromS("BACKUP"), "sk", AttributeValue.fromS(key));
    }

    private static String contentOf(String key) {
        return key.repeat(1 + key.hashCode() & 0xfff);
    }

    private static List<String> itemsOf(LocalRegistry registry) {
        return registry
                .dynamoDb()
                .queryPaginator(r -> r.tableName(registry.tableName())
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("BACKUP"))))
                .items()
                .stream()
                .map(item -> requireNonNull(item.get("sk")).s())
                .toList();
    }

    private static String read(LocalRegistry registry, String key) {
        return registry.s3()
                .getObjectAsBytes(r -> r.bucket(registry.bucket()).key(key))
                .asUtf8String();
    }

    @Test
    void everyItemOfABackupUnderLoadHasItsArtifact() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        List<Path> backups = new ArrayList<>();
        try (LocalRegistry registry = start(data());
                ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            write(registry, "first", false);
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                String name = "w" + writer + "-";
                running.add(writers.submit(() -> {
                    for (int i = 0; !stop.get(); i++) {
                        write(registry, name + i % 50, i % 3 == 0);
                    }
                }));
            }
            try {
                for (int i = 0; i < 3; i++) {
                    backups.add(folder.resolve("backup-" + i));
                    assertThat(Backup.write(data(), backups.getLast()).files()).isGreaterThan(4);
                }
            } finally {
                stop.set(true);
            }
            for (Future<?> writer : running) {
                writer.get(); // no writer was refused
            }
        }
        for (Path backup : backups) {
            Path restored = folder.resolve(backup.getFileName() + "-restored");
            Restoration.restore(backup, restored);
            try (LocalRegistry registry = start(restored)) {
                assertThat(itemsOf(registry))
                        .contains("first")
                        .allSatisfy(key -> assertThat(read(registry, key)).isEqualTo(contentOf(key)));
            }
        }
    }

    @Test
    void theRestoredFolderHasTheSecretsAndTheirPermissions() throws Exception {
        try (LocalRegistry registry = start(data())) {
            write(registry, "a", false);
            Backup.write(data(), file());
        }
        Path restored = folder.resolve("elsewhere/restored");
        Restoration.restore(file(), restored);
        assertThat(restored.resolve("s3-credentials")).hasSameBinaryContentAs(data().resolve("s3-credentials"));
        for (Path secret : List.of(file(), restored.resolve("s3-credentials"), restored.resolve("registry.sqlite"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------");
        }
        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("data", "backup.zip", "elsewhere");
        }
    }

    @Test
    void aFolderWithContentIsNotRestoredInto() throws Exception {
        start(data()).close();
        Backup.write(data(), file());
        assertThatThrownBy(() -> Restoration.restore(file(), data()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("is not empty");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9})
    void aDamagedBackupIsRefusedAndLeavesNothing(double place) throws Exception {
        try (LocalRegistry registry = start(data())) {
            write(registry, "a", false);
            Backup.write(data(), file());
        }
        byte[] content = Files.readAllBytes(file());
        int begin = (int) (content.length * place);
        for (int i = begin; i < begin + 100; i++) { // longer than what a zip file says twice
            content[i] ^= 0x55;
        }
        Files.write(file(), content);
        isRefused("");
    }

    @Test
    void aBackupOfANewerBuildIsRefused() throws Exception {
        writeZip("{\"format\": 99, \"files\": []}", "");
        isRefused("a newer build wrote it (format 99");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/tmp/lambda-model-registry-outside", "a/../../outside", ""})
    void aBackupCannotWriteOutsideOfTheFolder(String path) throws Exception {
        String ofNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        writeZip(
                "{\"format\": 1, \"files\": [{\"entry\": \"1\", \"path\": \"%s\", \"size\": 0, \"sha256\": \"%s\"}]}"
                        .formatted(path, ofNothing),
                "");
        isRefused("outside of the folder");
    }

    @Test
    void aFolderWithoutARegistryIsNotBackedUp() {
        assertThatThrownBy(() -> Backup.write(folder.resolve("missing"), file()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("holds no registry");
        assertThat(file()).doesNotExist();
    }

    private void isRefused(String reason) {
        Path restored = folder.resolve("restored");
        assertThatThrownBy(() -> Restoration.restore(file(), restored))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(reason);
        assertThat(restored).doesNotExist();
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    private void writeZip(String manifest, String content) throws Exception {
        try (OutputStream out = Files.newOutputStream(file());
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> entry :
                    Map.of("1", content, BackupManifest.NAME, manifest).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }
}
