package io.lambdaregistry.clienttests.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** The stand-in itself, by the signer of AWS's SDK, and with a backend whose answer a request names. */
final class ApiGatewayTest {
    private static final SignatureV4 IAM = new SignatureV4("AKIATEST", "a secret", "a session", "eu-central-1");
    private static final Duration LIMIT = Duration.ofSeconds(29);

    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer backend;
    private ApiGateway gateway;

    @BeforeEach
    void start() throws IOException {
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/", ApiGatewayTest::answer);
        backend.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        backend.start();
        gateway = before(IAM, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        gateway.close();
        backend.stop(0);
        http.close();
    }

    private ApiGateway before(Authorizer authorizer, Clock clock) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + backend.getAddress().getPort());
        return ApiGateway.before(uri, authorizer, clock, LIMIT);
    }

    private ApiGateway impatient() throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + backend.getAddress().getPort());
        return ApiGateway.before(uri, IAM, Clock.systemUTC(), Duration.ofMillis(500));
    }

    /** Answers with as many bytes as the path names, as an artifact or as JSON, or not in time. */
    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String[] path = exchange.getRequestURI().getPath().split("/");
            if (path[1].equals("late")) {
                Thread.sleep(Duration.ofSeconds(2));
            }
            boolean artifact = path[1].equals("artifact");
            exchange.getResponseHeaders().set("content-type", artifact ? "text/plain" : "application/json");
            if (artifact) {
                exchange.getResponseHeaders().set("content-disposition", "attachment");
            }
            int size = artifact || path[1].equals("json") ? Integer.parseInt(path[2]) : 2;
            exchange.sendResponseHeaders(200, size);
            exchange.getResponseBody().write("x".repeat(size).getBytes(UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<String> send(
            ApiGateway to, String method, String target, String type, byte[] body, byte[] signed)
            throws IOException, InterruptedException {
        return send(to, method, target, type, body, signed, IAM, Clock.systemUTC());
    }

    private HttpResponse<String> send(
            ApiGateway to,
            String method,
            String target,
            String type,
            byte[] body,
            byte[] signed,
            SignatureV4 keys,
            Clock clock)
            throws IOException, InterruptedException {
        URI uri = URI.create(to.uri() + target);
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .uri(uri)
                .build();
        SdkHttpRequest signature = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(AwsSessionCredentialsIdentity.create(
                                keys.accessKey(), keys.secretKey(), keys.sessionToken()))
                        .request(request)
                        .payload(ContentStreamProvider.fromByteArray(signed))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, keys.region())
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .request();
        return send(method, uri, body, call -> {
            call.header("content-type", type);
            signature.headers().forEach((name, values) -> {
                if (!name.equalsIgnoreCase("host")) {
                    values.forEach(value -> call.header(name, value));
                }
            });
        });
    }

    private HttpResponse<String> send(String method, URI uri, byte[] body, Consumer<HttpRequest.Builder> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.accept(request);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return send(gateway, "GET", target, "application/json", new byte[0], new byte[0]);
    }

    private HttpResponse<String> put(String type, byte[] body) throws IOException, InterruptedException {
        return send(gateway, "PUT", "/a", type, body, body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a",
                "/a%20b/%C3%BC",
                "/a?b=c",
                "/a?filter=name%20%3D%20%27x%27&order_by=b&order_by=a%20DESC",
                "/a?z=1&a=%2B&a=%252B&b"
            })
    void aRequestSignedByTheSdkIsLetIn(String target) throws IOException, InterruptedException {
        assertThat(get(target).statusCode()).isEqualTo(200);
        assertThat(gateway.refusals()).isEmpty();
    }

    @Test
    void anUnsignedRequestIsForbidden() throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", gateway.uri().resolve("/a"), new byte[0], request -> {});
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Forbidden\"}");
        assertThat(gateway.refusals()).singleElement().asString().contains("no signature");
    }

    @Test
    void aSignatureIsGoodForWhatWasSignedOnly() throws IOException, InterruptedException {
        assertThat(send(gateway, "PUT", "/a", "text/plain", "one".getBytes(UTF_8), "two".getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(403);
        assertThat(get("/a(b)").statusCode()).isEqualTo(403);
        for (SignatureV4 other : new SignatureV4[] {
            new SignatureV4("AKIAOTHER", IAM.secretKey(), IAM.sessionToken(), IAM.region()),
            new SignatureV4(IAM.accessKey(), "another", IAM.sessionToken(), IAM.region()),
            new SignatureV4(IAM.accessKey(), IAM.secretKey(), "another", IAM.region()),
            new SignatureV4(IAM.accessKey(), IAM.secretKey(), IAM.sessionToken(), "us-east-1")
        }) {
            assertThat(send(gateway, "GET", "/a", "text/plain", new byte[0], new byte[0], other, Clock.systemUTC())
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({"-301, 403", "-290, 200", "290, 200", "301, 403"})
    void aSignatureIsGoodForFiveMinutes(long seconds, int status) throws IOException, InterruptedException {
        Instant now = Instant.parse("2026-11-30T12:00:00Z");
        Clock then = Clock.fixed(now.plusSeconds(seconds), ZoneOffset.UTC);
        try (ApiGateway standing = before(IAM, Clock.fixed(now, ZoneOffset.UTC))) {
            assertThat(send(standing, "GET", "/a", "text/plain", new byte[0], new byte[0], IAM, then)
                            .statusCode())
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/octet-stream, 4700000, 200, ",
        "application/octet-stream, 4720000, 413, Request Too Long",
        "text/plain, 6200000, 200, ",
        "text/plain, 6300000, 413, Request Too Long",
        "application/octet-stream, 10485760, 413, Request Too Long",
        "application/octet-stream, 10485761, 413, Request Entity Too Large"
    })
    void anEventHoldsSixMegabytes(String type, int size, int status, String message)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = put(type, "x".repeat(size).getBytes(UTF_8));
        assertThat(answer.statusCode()).isEqualTo(status);
        if (message != null) {
            assertThat(answer.body()).isEqualTo("{\"message\":\"" + message + "\"}");
        }
    }

    @ParameterizedTest
    @CsvSource({"/artifact/4700000, 200", "/artifact/4720000, 500", "/json/6200000, 200", "/json/6300000, 500"})
    void anAnswerHoldsSixMegabytes(String target, int status) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(target);
        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 500) {
            assertThat(answer.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
        }
    }

    @Test
    void anAnswerComesInTimeOrNotAtAll() throws IOException, InterruptedException {
        byte[] nothing = new byte[0];
        try (ApiGateway impatient = impatient()) {
            HttpResponse<String> answer = send(impatient, "GET", "/late", "text/plain", nothing, nothing);
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
        }
    }

    @Test
    void aTokenOfTheIssuerIsLetInUntilItExpires() throws IOException, InterruptedException, GeneralSecurityException {
        try (TokenIssuer issuer = TokenIssuer.start(Duration.ofHours(1));
                TokenIssuer stranger = TokenIssuer.start(Duration.ofHours(1));
                ApiGateway withTokens = before(issuer, Clock.systemUTC())) {
            String good = issuer.token(TokenIssuer.AUDIENCE, Duration.ofMinutes(1));
            Map<String, Integer> statuses = Map.of(
                    "Bearer " + good,
                    200,
                    "Bearer " + good.substring(0, good.length() - 8),
                    401,
                    "Bearer " + issuer.token("another", Duration.ofMinutes(1)),
                    401,
                    "Bearer " + issuer.token(TokenIssuer.AUDIENCE, Duration.ZERO),
                    401,
                    "Bearer " + stranger.token(TokenIssuer.AUDIENCE, Duration.ofMinutes(1)),
                    401,
                    "Basic eDp5",
                    401);
            for (Map.Entry<String, Integer> expected : statuses.entrySet()) {
                HttpResponse<String> answer = send(
                        "GET",
                        withTokens.uri().resolve("/a"),
                        new byte[0],
                        request -> request.header("authorization", expected.getKey()));
                assertThat(answer.statusCode()).as(expected.getKey()).isEqualTo(expected.getValue());
            }
        }
    }
}
