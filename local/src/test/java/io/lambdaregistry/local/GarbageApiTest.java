package io.lambdaregistry.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.commands.RegistryCommand;
import io.lambdaregistry.registry.ModelRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code registry restore} and {@code registry gc}, through the API that docs/api.md describes. */
final class GarbageApiTest extends RegistrySuite {
    private ModelRegistry registry;

    @BeforeAll
    void start() {
        registry = local.services().registry();
    }

    private static final class Ran {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int code;

        Ran(String... args) {
            CommandLine command = RegistryCommand.commandLine();
            code = command.setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true))
                    .execute(args);
        }

        List<Map<?, ?>> lines() {
            return out.toString()
                    .lines()
                    .<Map<?, ?>>map(line -> (Map<?, ?>) Objects.requireNonNull(Json.parse(line)))
                    .toList();
        }
    }

    private Ran run(String... args) {
        return new Ran(Stream.concat(
                        Arrays.stream(args), Stream.of("--api", local.uri().toString()))
                .toArray(String[]::new));
    }

    private Ran restore(String... args) {
        return new Ran(Stream.concat(Stream.of("restore", "--api", local.uri().toString()), Arrays.stream(args))
                .toArray(String[]::new));
    }

    private void createModel(String name) {
        registry.createModel(name, "words", Map.of());
        registry.createVersion(name, "s3://bucket/model", null, null, "", "", Map.of());
        registry.setAlias(name, "champion", "1");
    }

    @Test
    void aModelIsListedAndRestored() {
        createModel("lost");
        long before = System.currentTimeMillis();
        registry.deleteModel("lost");
        Map<?, ?> listed = restore("list").lines().stream()
                .filter(line -> "lost".equals(line.get("name")))
                .findFirst()
                .orElseThrow();
        assertThat(listed.get("entity")).isEqualTo("registered_model");
        long time = (Long) Objects.requireNonNull(listed.get("deletion_timestamp"));
        assertThat(time).isBetween(before, System.currentTimeMillis());
        assertThat(listed.get("restorable_until"))
                .isEqualTo(time + Duration.ofDays(30).toMillis());
        Ran restored = restore("model", "lost");
        assertThat(restored.code).isZero();
        assertThat(restored.out.toString()).contains("\"name\":\"lost\"");
        assertThat(registry.getVersionByAlias("lost", "champion").version()).isEqualTo(1);
    }

    @Test
    void aModelWhoseNameIsTakenIsRestoredUnderAnother() {
        createModel("taken");
        registry.deleteModel("taken");
        registry.createModel("taken", "another", Map.of());
        Ran refused = restore("model", "taken");
        assertThat(refused.code).isEqualTo(2);
        assertThat(refused.err.toString()).contains("RESOURCE_ALREADY_EXISTS");
        assertThat(restore("model", "taken", "--as", "taken before").code).isZero();
        assertThat(registry.getModel("taken before").aliases()).containsKey("champion");
    }

    @Test
    void aVersionIsRestored() {
        createModel("short of one");
        registry.deleteVersion("short of one", "1");
        assertThat(restore("version", "short of one", "1").code).isZero();
        assertThat(registry.getVersionByAlias("short of one", "champion").version())
                .isEqualTo(1);
        assertThat(restore("version", "short of one", "1").err.toString()).contains("not found");
    }

    @Test
    void recentlyDeletedThingsAreNotCollected() {
        createModel("young");
        registry.deleteModel("young");
        assertThat(run("gc", "--dry-run").out.toString()).isEmpty();
        assertThat(run("gc").out.toString()).contains("Collected 0 things and 0 files of 0 bytes.");
        assertThat(restore("model", "young").code).isZero();
    }

    @Test
    void inAFolderItIsCollectedWhenItsTimeIsOver(@TempDir Path folder) throws Exception {
        try (LocalRegistry registryOfFolder = LocalRegistry.start(Options.inFolder(folder))) {
            registryOfFolder.services().registry().createModel("old", "", Map.of());
            registryOfFolder.services().registry().deleteModel("old");
        }
        String data = folder.toString();
        assertThat(new Ran("gc", "--data", data, "--dry-run", "--deleted-retention", "0").lines())
                .isEmpty();
        assertThat(new Ran("restore", "--data", data, "list").lines()).hasSize(1);
        while (!new Ran("restore", "--data", data, "list").lines().isEmpty()) {
            assertThat(new Ran("gc", "--data", data, "--deleted-retention", "1s").out.toString())
                    .startsWith("Collected ");
        }
        Ran refused = new Ran("gc", "--data", data, "--deleted-retention", "soon");
        assertThat(refused.code).isEqualTo(2);
        assertThat(refused.err.toString()).contains("'soon' is no duration such as 30d, 12h, 45m or 10s");
    }
}
