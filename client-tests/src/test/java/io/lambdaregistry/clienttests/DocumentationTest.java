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
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/ promises to a newcomer is so. */
@ExtendWith(SharedServer.class)
final class DocumentationTest {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Path DOCS = Repository.ROOT.resolve("docs");

    @TempDir
    private Path folder;

    @Test
    void theOpenApiFileIsValidAndItsRoutesAreServed(RegistryServer server) throws IOException, InterruptedException {
        Path packages = folder.resolve("packages");
        PythonClients.of(MlflowRelease.newest())
                .install("--target", packages.toString(), "openapi-spec-validator==0.9.0");
        run(
                "openapi",
                server.uri().toString(),
                packages.toString(),
                DOCS.resolve("openapi.yaml").toString());
    }

    /** On the server of the other tests: the names of the models on each page are found nowhere else. */
    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/start.md", "docs/workflow.md"})
    void whatAPageShowsWorks(String page, RegistryServer server) throws IOException, InterruptedException {
        run(
                "documentation",
                Repository.ROOT.resolve(page).toString(),
                server.uri().toString(),
                Repository.LAUNCHER);
    }

    private void run(String script, String... arguments) throws IOException, InterruptedException {
        PythonEnvironment environment = PythonClients.of(MlflowRelease.newest());
        String file = Repository.CLIENT_TESTS
                .resolve("src/test/python/" + script + ".py")
                .toString();
        Path output = Files.createDirectories(Repository.TARGET.resolve("python-output"))
                .resolve(script + ".log");
        Command.Finished finished = new Command(
                        Stream.concat(Stream.of(environment.python(), file), Stream.of(arguments))
                                .toList(),
                        Files.createDirectory(folder.resolve("work")),
                        Map.of("PYTHONDONTWRITEBYTECODE", "1", "PYTHONWARNINGS", "ignore"))
                .run(output, LIMIT);
        assertEquals(0, finished.exitCode(), finished::output);
    }
}
