package io.lambdaregistry.clienttests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lambdaregistry.processes.Command;
import io.lambdaregistry.processes.MlflowRelease;
import io.lambdaregistry.processes.RegistryServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code artifact_transfers.py} with each MLflow client, and with the newest also where the server makes it transfer files
 * directly to and from S3.
 */
final class ArtifactTransfersTest {
    private static final Path SCRIPT = Repository.CLIENT_TESTS.resolve("src/test/python/artifact_transfers.py");
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    @Test
    void everyClientMovesArtifactsByEveryWay() throws IOException, InterruptedException {
        transfers(MlflowRelease.TESTED, List.of());
    }

    @Test
    void theNewestClientGoesToS3WhereTheServerSendsIt() throws IOException, InterruptedException {
        transfers(List.of(MlflowRelease.newest()), List.of("--artifacts-presigned-only"));
    }

    private void transfers(List<MlflowRelease> releases, List<String> options)
            throws IOException, InterruptedException {
        PythonClients.of(releases.getFirst()); // without Python, no server is started
        URI s3 = URI.create("http://127.0.0.1:" + freePort());
        List<String> all = new ArrayList<>(List.of("--s3-port", Integer.toString(s3.getPort())));
        all.addAll(options);
        try (RegistryServer server = RegistryServer.start(folder.resolve("data"), Map.of(), all)) {
            for (MlflowRelease release : releases) {
                run(release, server, s3);
            }
        }
    }

    private void run(MlflowRelease release, RegistryServer server, URI s3) throws IOException, InterruptedException {
        Path output = Files.createDirectories(Repository.TARGET.resolve("python-output"))
                .resolve("artifact_transfers-" + release.version() + ".log");
        Command.Finished finished = new Command(
                        List.of(
                                PythonClients.of(release).python(),
                                SCRIPT.toString(),
                                server.uri().toString(),
                                s3.toString(),
                                server.data().resolve("s3-credentials").toString()),
                        folder,
                        Map.of("PYTHONUNBUFFERED", "1", "PYTHONDONTWRITEBYTECODE", "1", "PYTHONWARNINGS", "ignore"))
                .run(output, LIMIT);
        assertEquals(0, finished.exitCode(), () -> "with " + release + " it printed:\n" + finished.output());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
