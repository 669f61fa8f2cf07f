package io.lambdaregistry.clienttests;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.processes.RegistryServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** Uploads and downloads a model of a gigabyte through a server whose heap has half that size. */
@Timeout(600)
final class LargeArtifactTest {
    private static final long GIGABYTE = 1L << 30;

    @TempDir(factory = BelowTarget.class)
    private Path data;

    @Test
    void aGigabyteGoesInAndComesOutAsItWas() throws Exception {
        try (RegistryServer server = RegistryServer.start(data, Map.of("REGISTRY_JAVA_OPTS", "-Xmx512m"));
                HttpClient http = HttpClient.newHttpClient()) {
            URI artifact = server.uri().resolve("/api/2.0/mlflow-artifacts/artifacts/0/large/artifacts/model.bin");

            MessageDigest sent = MessageDigest.getInstance("SHA-256");
            assertThat(put(http, artifact, sent).statusCode()).isEqualTo(200);
            assertThat(digestOf(get(http, artifact, "bytes=0-"))).isEqualTo(sent.digest());

            HttpResponse<InputStream> tail = get(http, artifact, "bytes=" + (GIGABYTE - 10) + "-");
            assertThat(tail.statusCode()).isEqualTo(206);
            try (InputStream body = tail.body()) {
                assertThat(body.readAllBytes()).hasSize(10);
            }
        }
    }

    private static HttpResponse<Void> put(HttpClient http, URI artifact, MessageDigest digest)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(artifact)
                .PUT(BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(
                                () -> new DigestInputStream(new PatternInputStream(GIGABYTE), digest)),
                        GIGABYTE))
                .build();
        return http.send(request, BodyHandlers.discarding());
    }

    private static HttpResponse<InputStream> get(HttpClient http, URI artifact, String range)
            throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(artifact).header("Range", range).build(), BodyHandlers.ofInputStream());
    }

    private static byte[] digestOf(HttpResponse<InputStream> response) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream body = new DigestInputStream(response.body(), digest)) {
            assertThat(body.transferTo(OutputStream.nullOutputStream())).isEqualTo(GIGABYTE);
        }
        return digest.digest();
    }

    /** Not in the system's temporary folder, which may be kept in memory. */
    static final class BelowTarget implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            return Files.createTempDirectory(Files.createDirectories(Repository.TARGET), "large-artifact");
        }
    }
}
