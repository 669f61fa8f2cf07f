package io.lambdaregistry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.local.LocalRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The embedded S3's responses to raw requests, signed and unsigned. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignedRequestsTest {
    private final LocalRegistry registry = LocalRegistry.inMemory();
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    void put() {
        registry.s3().putObject(r -> r.bucket(registry.bucket()).key("there"), RequestBody.fromString("secret"));
    }

    @AfterAll
    void close() {
        http.close();
        registry.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /model-registry/there",
        "GET, /model-registry/missing",
        "HEAD, /model-registry/there",
        "HEAD, /model-registry/missing",
        "GET, /model-registry",
        "GET, /model-registry?list-type=2",
        "HEAD, /model-registry",
        "GET, /missing-bucket/there",
        "GET, /missing-bucket",
        "GET, /",
        "GET, /healthz",
        "PUT, /model-registry/there",
        "PUT, /new-bucket",
        "POST, /model-registry",
        "POST, /model-registry/there?uploads",
        "DELETE, /model-registry/there",
        "OPTIONS, /model-registry/there",
        "GET, /model-registry/there?AWSAccessKeyId=a&Signature=b&Expires=9999999999",
        "GET, /model-registry/there?X-Amz-Algorithm=AWS4-HMAC-SHA256",
    })
    void anUnsignedRequestIsRefusedAndLearnsNothing(String method, String target) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(registry.s3Endpoint() + target))
                .method(method, BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(403);
        if (!method.equals("HEAD")) {
            assertThat(answer.body()).contains("<Code>AccessDenied</Code>").doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @CsvSource({"Bearer token", "AWS a:b", "AWS4-HMAC-SHA256 nonsense", "Basic YTpi"})
    void otherAuthorizationsAreNone(String authorization) throws Exception {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(registry.s3Endpoint() + "/model-registry/there"))
                        .header("Authorization", authorization));
        assertThat(answer.statusCode()).isBetween(400, 403);
        assertThat(answer.body()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-copy-source, /model-registry/there",
        "x-amz-meta-tags, a=b",
        "X-Amz-Meta-Aliases, champion",
        "x-amz-acl, public-read",
        "x-amz-storage-class, GLACIER",
        "x-amz-content-sha256, STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    })
    void aPresignedPutTakesNoHeaderThatIsNotSigned(String header, String value) throws Exception {
        URI url = presignedPut("models/m/v/MLmodel");
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(url).header(header, value).PUT(BodyPublishers.ofString("mine")));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(registry.s3().listObjectsV2(r -> r.bucket(registry.bucket())).contents())
                .extracting(S3Object::key)
                .doesNotContain("models/m/v/MLmodel");
    }

    /** More than Jetty has threads for, if each client holds one. */
    @Test
    void clientsThatSendNoBodyHoldUpNobody() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 250; i++) {
                URI url = presignedPut("silent-" + i);
                Socket socket = new Socket(url.getHost(), url.getPort());
                silent.add(socket);
                socket.getOutputStream()
                        .write(("PUT " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\nHost: "
                                        + url.getAuthority() + "\r\nContent-Length: 1000\r\n\r\nx")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            HttpRequest.Builder put = HttpRequest.newBuilder(presignedPut("honest"))
                    .timeout(Duration.ofSeconds(20))
                    .PUT(BodyPublishers.ofString("mine"));
            assertThat(send(put).statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void aPresignedPutTakesTheHeadersThatAreSigned() throws Exception {
        URI url = URI.create(registry.s3Presigner()
                .presignPutObject(p -> p.signatureDuration(Duration.ofMinutes(1))
                        .putObjectRequest(
                                r -> r.bucket(registry.bucket()).key("signed").metadata(Map.of("tags", "a=b"))))
                .url()
                .toString());
        assertThat(send(HttpRequest.newBuilder(url)
                                .header("x-amz-meta-tags", "a=b")
                                .PUT(BodyPublishers.ofString("mine")))
                        .statusCode())
                .isEqualTo(200);
        assertThat(registry.s3()
                        .headObject(r -> r.bucket(registry.bucket()).key("signed"))
                        .metadata())
                .isEqualTo(Map.of("tags", "a=b"));
        assertThat(send(HttpRequest.newBuilder(presignedPut("bare")).PUT(BodyPublishers.ofString("mine")))
                        .statusCode())
                .isEqualTo(200);
    }

    private URI presignedPut(String key) {
        return URI.create(registry.s3Presigner()
                .presignPutObject(p -> p.signatureDuration(Duration.ofMinutes(1))
                        .putObjectRequest(r -> r.bucket(registry.bucket()).key(key)))
                .url()
                .toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a/b",
                "a/b/",
                "./a",
                "b//c",
                "n/../m",
                "%2e",
                "a+b c&d=e;f?g#h'",
                "é😀",
                "long/" + LONG,
                "MLmodel"
            })
    void keysComeThroughTheProtocolAsTheyAre(String key) {
        String content = "content of " + key;
        registry.s3().putObject(r -> r.bucket(registry.bucket()).key(key), RequestBody.fromString(content));
        assertThat(registry.s3()
                        .getObjectAsBytes(r -> r.bucket(registry.bucket()).key(key))
                        .asUtf8String())
                .isEqualTo(content);
        assertThat(registry.s3()
                        .listObjectsV2(
                                r -> r.bucket(registry.bucket()).prefix(key).maxKeys(1))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly(key);
        registry.s3()
                .copyObject(r -> r.sourceBucket(registry.bucket())
                        .sourceKey(key)
                        .destinationBucket(registry.bucket())
                        .destinationKey("copies/" + key.substring(0, Math.min(key.length(), 900))));
        registry.s3().deleteObject(r -> r.bucket(registry.bucket()).key(key));
    }

    static final String LONG =
            "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
                    + "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
                    + "nnnnnnnnnnnnnnnnnnnn";

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
