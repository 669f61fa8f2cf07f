package io.lambdaregistry.clienttests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lambdaregistry.processes.Command;
import io.lambdaregistry.processes.MlflowRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Runs the unit tests of the Python package that signs MLflow's requests, beside each MLflow client. */
final class ClientPackageTest {
    @SuppressWarnings("UnusedVariable") // named by the annotation
    private static final List<MlflowRelease> RELEASES = MlflowRelease.TESTED;

    @ParameterizedTest
    @FieldSource("RELEASES")
    void itsOwnTestsPass(MlflowRelease release) throws IOException, InterruptedException {
        Path output = Files.createDirectories(Repository.TARGET.resolve("python-output"))
                .resolve("client-package-" + release.version() + ".log");
        Command.Finished finished = new Command(
                        List.of(
                                PythonClients.of(release).python(),
                                "-W",
                                "ignore",
                                "-m",
                                "unittest",
                                "discover",
                                "-s",
                                "tests"),
                        ClientPackage.SOURCE,
                        Map.of("PYTHONPATH", ClientPackage.folder().toString(), "PYTHONDONTWRITEBYTECODE", "1"))
                .run(output, Duration.ofMinutes(2));
        assertEquals(0, finished.exitCode(), finished::output);
    }
}
