package io.lambdaregistry.clienttests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lambdaregistry.processes.Command;
import io.lambdaregistry.processes.MlflowRelease;
import io.lambdaregistry.processes.PythonEnvironment;
import io.lambdaregistry.processes.RegistryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each script in {@code src/test/python} with each MLflow client for Python. */
@ExtendWith(SharedServer.class)
final class LabWorkflowTest {
    private static final Path SCRIPTS = Repository.CLIENT_TESTS.resolve("src/test/python");
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @TempDir
    private Path workingDirectory;

    static Stream<Arguments> scriptsAndReleases() {
        return MlflowRelease.TESTED.stream()
                .flatMap(release -> scriptsFor(release).map(script -> Arguments.of(script, release)));
    }

    /** The variables of a script, with those by which boto3 reaches the S3 of the server. */
    private static Map<String, String> environment(RegistryServer server) throws IOException, InterruptedException {
        return Map.of(
                "PYTHONUNBUFFERED", "1",
                "PYTHONDONTWRITEBYTECODE", "1",
                "PYTHONWARNINGS", "ignore",
                "AWS_ENDPOINT_URL_S3", server.s3().toString(),
                "AWS_SHARED_CREDENTIALS_FILE",
                        server.data().resolve("s3-credentials").toString(),
                "AWS_DEFAULT_REGION", "us-east-1");
    }

    /** Prompts and webhooks came with MLflow 3. */
    private static Stream<String> scriptsFor(MlflowRelease release) {
        Stream<String> all = Stream.of(
                "lab_workflow",
                "registry_rules",
                "concurrency",
                "uploads",
                "prompts",
                "tracking",
                "many_processes",
                "command_line",
                "out_of_scope",
                "webhooks");
        return release.version().startsWith("2.")
                ? all.filter(script -> !List.of("prompts", "webhooks").contains(script))
                : all;
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("scriptsAndReleases")
    void theScriptEndsWell(String script, MlflowRelease release, RegistryServer server)
            throws IOException, InterruptedException {
        PythonEnvironment environment = PythonClients.of(release);
        String file = SCRIPTS.resolve(script + ".py").toString();
        Path output = Files.createDirectories(Repository.TARGET.resolve("python-output"))
                .resolve(script + "-" + release.version() + ".log");
        Command.Finished finished = new Command(
                        List.of(environment.python(), file, server.uri().toString()),
                        workingDirectory,
                        environment(server))
                .run(output, LIMIT);
        assertEquals(0, finished.exitCode(), () -> script + " with " + release + " printed:\n" + finished.output());
    }
}
