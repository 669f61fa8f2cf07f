package io.lambdaregistry.clienttests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lambdaregistry.processes.Command;
import io.lambdaregistry.processes.MlflowRelease;
import io.lambdaregistry.processes.MlflowServer;
import io.lambdaregistry.processes.PythonEnvironment;
import io.lambdaregistry.processes.RegistryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The registry's and tracking's API return the same responses as MLflow's own server: {@code src/test/python/contract} sends
 * thousands of requests to both and compares. Its {@code exceptions.py} lists the intended differences, with reasons.
 */
final class ContractTest {
    private static final Path SUITE = Repository.CLIENT_TESTS.resolve("src/test/python/contract");
    private static final Duration LIMIT = Duration.ofMinutes(15);

    @TempDir
    private Path folder;

    @Test
    void everyAnswerEqualsThatOfMlflowsServer() throws IOException, InterruptedException {
        MlflowRelease release = MlflowRelease.ofContract();
        PythonEnvironment environment = PythonClients.of(release);
        Path output = Files.createDirectories(Repository.TARGET.resolve("python-output"))
                .resolve("contract-" + release.version() + ".log");
        try (RegistryServer ours = RegistryServer.start(folder.resolve("data"));
                MlflowServer real = MlflowServers.onSqlite(environment, folder)) {
            Command.Finished finished = new Command(
                            List.of(
                                    environment.python(),
                                    SUITE.toString(),
                                    real.uri().toString(),
                                    ours.uri().toString()),
                            folder,
                            Map.of("PYTHONUNBUFFERED", "1", "PYTHONDONTWRITEBYTECODE", "1", "PYTHONUTF8", "1"))
                    .run(output, LIMIT);
            assertEquals(
                    0,
                    finished.exitCode(),
                    () -> "answers differ from those of " + release + "; the suite printed:\n" + finished.output());
            System.out.println("The contract with " + release + ":\n" + finished.output());
        }
    }
}
