package io.lambdaregistry.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.lambdaregistry.event.EventBus;
import io.lambdaregistry.eventbridge.EventBridgeBus;
import io.lambdaregistry.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** Against an endpoint whose answers the test sets; by default it accepts everything. */
final class SignedJsonServiceTest {
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> signatures = new ArrayList<>();
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private HttpServer server;
    private JsonService service;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestHeaders().getFirst("X-Amz-Target") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            signatures.add(exchange.getRequestHeaders().getFirst("Authorization"));
            String[] answer = answers.isEmpty()
                    ? new String[] {"200", "{}"}
                    : answers.removeFirst().split(" ", 2);
            byte[] body = answer[1].getBytes(UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer[0]), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        service = new SignedJsonService(
                http,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")),
                Region.EU_CENTRAL_1,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                "events",
                "AWSEvents");
    }

    @AfterEach
    void stop() {
        server.stop(0);
        http.close();
    }

    @Test
    void aCallIsSignedForItsServiceAndRegion() {
        answers.add("200 {\"a\": [1]}");
        assertThat(service.call("PutEvents", Map.of("k", "ü"))).isEqualTo(Map.of("a", List.of(1L)));
        assertThat(requests).containsExactly("AWSEvents.PutEvents {\"k\":\"ü\"}");
        assertThat(signatures.getFirst())
                .startsWith("AWS4-HMAC-SHA256 Credential=AKID/")
                .contains("/eu-central-1/events/aws4_request")
                .contains("x-amz-target");
    }

    @Test
    void aFailureThatMayPassIsTriedAgain() {
        answers.add("500 {}");
        answers.add("400 {\"__type\": \"ThrottlingException\"}");
        assertThat(service.call("PutEvents", Map.of())).isEmpty();
        assertThat(requests).hasSize(3);
    }

    @Test
    void aRefusalIsReportedAtOnceAndAFailureAfterSomeTries() {
        answers.add("400 {\"__type\": \"AccessDeniedException\"}");
        assertThatThrownBy(() -> service.call("PutEvents", Map.of()))
                .isInstanceOf(JsonServiceException.class)
                .hasMessageContaining("events answered 400 to PutEvents: {\"__type\": \"AccessDeniedException\"}");
        assertThat(requests).hasSize(1);
        server.stop(0);
        assertThatThrownBy(() -> service.call("PutEvents", Map.of()))
                .hasMessage("events was not reached for PutEvents");
    }

    @Test
    void anAttemptWhosePeerIsSilentEnds() {
        AtomicInteger attempts = new AtomicInteger();
        SignedJsonService waiting = new SignedJsonService(
                silent(attempts),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")),
                Region.EU_CENTRAL_1,
                URI.create("http://127.0.0.1:9"),
                "kms",
                "TrentService",
                Duration.ofMillis(50));
        assertThatThrownBy(() -> waiting.call("Encrypt", Map.of())).hasMessage("kms was not reached for Encrypt");
        assertThat(attempts).hasValue(3);
    }

    /** Accepts requests and never answers. */
    private static SdkHttpClient silent(AtomicInteger attempts) {
        return new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                CompletableFuture<HttpExecuteResponse> answer = new CompletableFuture<>();
                attempts.incrementAndGet();
                return new ExecutableHttpRequest() {
                    @Override
                    public HttpExecuteResponse call() throws IOException {
                        try {
                            return answer.orTimeout(10, TimeUnit.SECONDS).join();
                        } catch (CancellationException aborted) {
                            throw new IOException(aborted);
                        }
                    }

                    @Override
                    public void abort() {
                        answer.cancel(false);
                    }
                };
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    private static List<EventBus.Entry> entries(int count, int size) {
        return IntStream.range(0, count)
                .mapToObj(i -> new EventBus.Entry(
                        1_777_809_600_123L, "a.b", "{\"i\":%d,\"x\":\"%s\"}".formatted(i, "x".repeat(size))))
                .toList();
    }

    private static String taken(int count) {
        return "200 "
                + Json.text(Map.of(
                        "Entries",
                        IntStream.range(0, count)
                                .mapToObj(i -> Map.of("EventId", "" + i))
                                .toList()));
    }

    @Test
    void aBusGetsTenEntriesAtOnceAndNoMoreThanItTakes() {
        answers.addAll(List.of(taken(10), taken(2), taken(2), taken(1)));
        EventBus bus = new EventBridgeBus(service, "deployments");
        assertThat(bus.put(entries(12, 1))).isEmpty();
        assertThat(bus.put(entries(3, 100_000))).isEmpty();
        assertThat(requests).hasSize(4);
        Map<?, ?> request = (Map<?, ?>)
                Objects.requireNonNull(Json.parse(requests.getFirst().substring("AWSEvents.PutEvents ".length())));
        List<?> sent = (List<?>) Objects.requireNonNull(request.get("Entries"));
        assertThat(sent.getFirst())
                .isEqualTo(Map.of(
                        "Time", 1_777_809_600.123,
                        "Source", "lambda-model-registry",
                        "DetailType", "a.b",
                        "Detail", "{\"i\":0,\"x\":\"x\"}",
                        "EventBusName", "deployments"));
    }

    @Test
    void theFirstEntryThatABusRejectsIsReported() {
        answers.add(taken(10));
        answers.add(
                "200 {\"FailedEntryCount\": 1, \"Entries\": [{\"EventId\": \"1\"}, {\"ErrorCode\": \"InternalFailure\"}]}");
        assertThat(new EventBridgeBus(service, "b").put(entries(12, 1))).hasValue(11);
    }
}
