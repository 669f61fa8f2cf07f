package io.lambdaregistry.clienttests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.lambdaregistry.processes.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK that {@code ./registry} and {@code ./mvnw} get where there is none, from a server that stands in for its publisher. */
final class JdkDownloadTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String GET = ". ./.mvn/get-jdk25.sh; find_jdk25() { return 1; }; get_jdk25";

    @TempDir
    private Path folder = Path.of("");

    private final AtomicInteger downloads = new AtomicInteger();
    private final HttpServer server;
    private byte[] release = {};

    JdkDownloadTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void publishARelease() throws Exception {
        Path javac =
                Files.createDirectories(folder.resolve("release/jdk-25/bin")).resolve("javac");
        Files.writeString(javac, "#!/bin/sh\n");
        Files.setPosixFilePermissions(javac, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path archive = folder.resolve("release.tar.gz");
        run(
                Map.of(),
                "tar -C \"$0\" -czf \"$1\" jdk-25",
                folder.resolve("release").toString(),
                archive.toString());
        release = Files.readAllBytes(archive);
        server.createContext("/jdk.tar.gz", exchange -> {
            downloads.incrementAndGet();
            exchange.sendResponseHeaders(200, release.length);
            exchange.getResponseBody().write(release);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aReleaseWithThePinnedDigestIsUnpackedOnceAndSaysWhereItCameFrom() throws Exception {
        Command.Finished first = get(sha256(release), Map.of());
        assertThat(first.exitCode()).as(first.output()).isZero();
        Path home = cache().resolve("jdk-25.0.4+7/jdk-25");
        assertThat(first.output().lines())
                .containsExactly(
                        "No JDK 25 found: downloading Temurin 25.0.4+7 from " + url() + " to " + home.getParent(),
                        home.toString());
        assertThat(home.resolve("bin/javac")).isExecutable();
        assertThat(get(sha256(release), Map.of("REGISTRY_NO_DOWNLOAD", "1")))
                .isEqualTo(new Command.Finished(0, home + "\n"));
        assertThat(downloads).hasValue(1);
    }

    @Test
    void aReleaseWithAnotherDigestIsRefusedAndLeavesNothing() throws Exception {
        Command.Finished refused = get("0".repeat(64), Map.of());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("has another SHA-256 than 000");
        try (Stream<Path> left = Files.list(cache())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aDownloadThatFailsLeavesNothing() throws Exception {
        server.removeContext("/jdk.tar.gz");
        assertThat(get(sha256(release), Map.of()).exitCode()).isEqualTo(1);
        try (Stream<Path> left = Files.list(cache())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void nothingIsDownloadedWhereTheUserForbidsIt() throws Exception {
        Command.Finished refused = get(sha256(release), Map.of("REGISTRY_NO_DOWNLOAD", "1"));
        assertThat(refused)
                .isEqualTo(
                        new Command.Finished(
                                1,
                                "No JDK 25 found, and REGISTRY_NO_DOWNLOAD=1 refuses to get one. Install one, or set JAVA_HOME.\n"));
        assertThat(downloads).hasValue(0);
    }

    private Path cache() {
        return folder.resolve("cache/lambda-model-registry");
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jdk.tar.gz";
    }

    private Command.Finished get(String sha256, Map<String, String> further) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "XDG_CACHE_HOME", folder.resolve("cache").toString(),
                "REGISTRY_TEST_JDK_URL", url(),
                "REGISTRY_TEST_JDK_SHA256", sha256));
        environment.putAll(further);
        return run(environment, GET);
    }

    private Command.Finished run(Map<String, String> environment, String... words) throws Exception {
        List<String> all =
                Stream.concat(Stream.of("sh", "-c"), Stream.of(words)).toList();
        return new Command(all, Repository.ROOT, environment)
                .run(Files.createTempFile(folder, "output", ".log"), LIMIT);
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
