package io.lambdaregistry.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.lambdaregistry.local.remote.RemoteRegistry;
import io.lambdaregistry.local.remote.Signing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

final class RemoteProxyTest {
    private static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret"));

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, List<String>> received = new ConcurrentHashMap<>();
    private HttpServer registry;

    @BeforeEach
    void startRegistry() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            received.putAll(exchange.getRequestHeaders());
            byte[] answer = (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                            + new String(exchange.getRequestBody().readAllBytes(), UTF_8))
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().set("X-Registry", "yes");
            exchange.sendResponseHeaders(409, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        registry.start();
    }

    @AfterEach
    void stopRegistry() {
        registry.stop(0);
    }

    @Test
    void aRequestAndItsAnswerPassUnchanged() throws Exception {
        try (Gateway proxy = proxy(Optional.empty())) {
            HttpResponse<String> answer = send(request(proxy, "/api/2.0/x?a=%2F&a=b+c", "{\"é\":1}"));
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.headers().firstValue("x-registry")).contains("yes");
            assertThat(answer.body()).isEqualTo("POST /api/2.0/x?a=%2F&a=b+c {\"é\":1}");
        }
    }

    @Test
    void aRequestIsSignedByTheProxyAndNotByTheClient() throws Exception {
        try (Gateway proxy = proxy(Optional.of(new Signing(CREDENTIALS, "eu-west-1", Clock.systemUTC())))) {
            send(request(proxy, "/api/2.0/x", "{}").header("Authorization", "Basic bm8="));
            assertThat(received.get("Authorization"))
                    .singleElement()
                    .asString()
                    .startsWith("AWS4-HMAC-SHA256 Credential=AKID/");
        }
    }

    @Test
    void noCredentialsIsSaidInWords() throws Exception {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("no credentials in the chain");
        };
        try (Gateway proxy = proxy(Optional.of(new Signing(none, "eu-west-1", Clock.systemUTC())))) {
            HttpResponse<String> answer = send(request(proxy, "/api/2.0/x", "{}"));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("PERMISSION_DENIED", "no credentials in the chain");
        }
    }

    @Test
    void aBodyThatApiGatewayWouldRefuseIsRefusedWithTheSettingThatHelps() throws Exception {
        try (Gateway proxy = proxy(Optional.empty())) {
            HttpResponse<String> answer = send(request(proxy, "/api/2.0/x", "x".repeat((10 << 20) + 1)));
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD");
        }
    }

    @Test
    void anUnreachableRegistryIsToBeAskedAgain() throws Exception {
        try (Gateway proxy = proxy(Optional.empty())) {
            registry.stop(0);
            assertThat(send(request(proxy, "/api/2.0/x", "{}")).statusCode()).isEqualTo(503);
        }
    }

    @Test
    void pagesOfOtherSitesAreKeptOut() throws Exception {
        try (Gateway proxy = proxy(Optional.empty())) {
            HttpResponse<String> answer =
                    send(request(proxy, "/api/2.0/x", "{}").header("Origin", "https://evil.example"));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(received).isEmpty();
        }
    }

    private Gateway proxy(Optional<Signing> signing) throws IOException {
        URI api = URI.create("http://127.0.0.1:" + registry.getAddress().getPort());
        return Gateway.start(Gateway.Address.anyPort(), new RemoteProxy(new RemoteRegistry(api, signing)));
    }

    private static HttpRequest.Builder request(Gateway proxy, String target, String body) {
        return HttpRequest.newBuilder(URI.create(proxy.uri() + target)).POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
