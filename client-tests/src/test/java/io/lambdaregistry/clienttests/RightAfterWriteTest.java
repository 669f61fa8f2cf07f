package io.lambdaregistry.clienttests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.local.HandlerInstances;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.gateway.Gateway;
import io.lambdaregistry.local.gateway.Template;
import io.lambdaregistry.processes.Command;
import io.lambdaregistry.processes.MlflowRelease;
import io.lambdaregistry.testing.LaggingIndexes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** MLflow's clients find what they have just written, in a registry whose indexes lag. */
final class RightAfterWriteTest {
    /** Longer than a client takes from a write to its search, and shorter than what is new is looked for beside the indexes. */
    private static final Duration LAG = Duration.ofSeconds(5);

    private static final Path SCRIPT = Repository.CLIENT_TESTS.resolve("src/test/python/right_after_write.py");

    @SuppressWarnings("UnusedVariable") // named by the annotation
    private static final List<MlflowRelease> RELEASES =
            List.of(MlflowRelease.TESTED.getFirst(), MlflowRelease.newest());

    @TempDir
    private Path folder;

    @ParameterizedTest
    @FieldSource("RELEASES")
    void aClientFindsWhatItHasJustWritten(MlflowRelease release) throws IOException, InterruptedException {
        String python = PythonClients.of(release).python();
        try (LocalRegistry registry = LocalRegistry.inMemory();
                LaggingIndexes indexes = new LaggingIndexes(registry.dynamoDb(), registry.tableName(), LAG)) {
            registry.stopSealing(); // which writes by another client
            Services services = registry.servicesOn(indexes.client());
            Map<String, RequestStreamHandler> handlers = new ConcurrentHashMap<>();
            try (Gateway gateway = Gateway.start(
                    Gateway.Address.anyPort(),
                    Template.routes(),
                    route -> handlers.computeIfAbsent(
                            route.handlerClass(), handler -> HandlerInstances.make(handler, services)))) {
                Path output = Files.createDirectories(Repository.TARGET.resolve("python-output"))
                        .resolve("right_after_write-" + release.version() + ".log");
                Command.Finished finished = new Command(
                                List.of(python, SCRIPT.toString(), gateway.uri().toString()),
                                folder,
                                Map.of(
                                        "PYTHONUNBUFFERED", "1",
                                        "PYTHONDONTWRITEBYTECODE", "1",
                                        "PYTHONWARNINGS", "ignore"))
                        .run(output, Duration.ofMinutes(5));
                assertEquals(0, finished.exitCode(), () -> release + " printed:\n" + finished.output());
            }
        }
    }
}
