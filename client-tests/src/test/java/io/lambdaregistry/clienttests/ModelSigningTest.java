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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests and signatures are compared with those of {@code model_signing}, from PyPI. */
final class ModelSigningTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @Test
    void modelSigningComputesTheSameManifestAndVerifiesTheRegistrysSignature()
            throws IOException, InterruptedException {
        try (RegistryServer server = RegistryServer.start(folder.resolve("data"), Map.of(), List.of("--sign"))) {
            compare(server);
        }
    }

    private void compare(RegistryServer server) throws IOException, InterruptedException {
        PythonEnvironment environment = PythonClients.of(MlflowRelease.newest());
        Path packages = folder.resolve("packages");
        environment.install("--target", packages.toString(), "model-signing==1.1.1", "pyOpenSSL");
        Path output = Files.createDirectories(Repository.TARGET.resolve("python-output"))
                .resolve("model-signing.log");
        Command.Finished finished = new Command(
                        List.of(
                                environment.python(),
                                Repository.CLIENT_TESTS
                                        .resolve("src/test/python/model_signing_digests.py")
                                        .toString(),
                                server.uri().toString(),
                                packages.toString(),
                                Repository.ROOT.resolve("docs").toString()),
                        Files.createDirectory(folder.resolve("work")),
                        Map.of("PYTHONDONTWRITEBYTECODE", "1", "PYTHONWARNINGS", "ignore"))
                .run(output, LIMIT);
        assertEquals(0, finished.exitCode(), finished::output);
    }
}
