package io.lambdaregistry.clienttests;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.processes.Command;
import io.lambdaregistry.processes.MlflowRelease;
import io.lambdaregistry.processes.RegistryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./registry restore} restores deleted entities; {@code ./registry gc} deletes the others for good. */
final class RestorationTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void deletedThingsComeBackOrGo() throws Exception {
        Path data = folder.resolve("data");
        String deletedRun;
        try (RegistryServer server = RegistryServer.start(data)) {
            deletedRun = restoreSome(server).lines().toList().getLast();
        }
        assertThat(filesOf(data, deletedRun)).isNotEmpty();
        long all = filesOf(data, "weights.txt").size();

        registry("gc", "--data", data.toString(), "--deleted-retention", "1s");

        assertThat(filesOf(data, deletedRun)).isEmpty();
        assertThat(filesOf(data, "weights.txt")).hasSize((int) all - 1);
        try (RegistryServer server = RegistryServer.start(data);
                ApiClient api = new ApiClient(server.uri())) {
            assertThat(api.get("registered-models/get", Map.of("name", "kept")).isOk())
                    .isTrue();
            assertThat(registry("restore", "--api", server.uri().toString(), "list"))
                    .doesNotContain("gone");
        }
    }

    private String restoreSome(RegistryServer server) throws IOException, InterruptedException {
        String script = Repository.CLIENT_TESTS
                .resolve("src/test/python/restoration.py")
                .toString();
        String python = PythonClients.of(MlflowRelease.newest()).python();
        return run(List.of(python, script, server.uri().toString(), Repository.LAUNCHER));
    }

    private String registry(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(Repository.LAUNCHER));
        all.addAll(Arrays.asList(words));
        return run(all);
    }

    private String run(List<String> words) throws IOException, InterruptedException {
        Command.Finished finished = new Command(words, folder, Map.of("PYTHONDONTWRITEBYTECODE", "1"))
                .run(Files.createTempFile(folder, "output", ".log"), LIMIT);
        assertThat(finished.exitCode()).as(finished.output()).isZero();
        return finished.output();
    }

    private static List<Path> filesOf(Path data, String part) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("s3"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains(part))
                    .toList();
        }
    }
}
