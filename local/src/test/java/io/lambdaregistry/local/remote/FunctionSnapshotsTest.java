package io.lambdaregistry.local.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lambdaregistry.local.remote.FunctionSnapshots.NotReadableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What the doctor reads of API Gateway and Lambda, from answers of their form. */
final class FunctionSnapshotsTest {
    private static final String INTEGRATION = "{\"integrationUri\":\"arn:aws:lambda:eu-west-1:123:function:%s:live\"}";
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC);

    private final Map<String, String> answers = new HashMap<>();
    private final List<String> signatures = Collections.synchronizedList(new ArrayList<>());
    private HttpServer aws;
    private RemoteRegistry registry;
    private FunctionSnapshots snapshots;

    @BeforeEach
    void start() throws IOException {
        aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.createContext("/", this::answer);
        aws.start();
        URI uri = URI.create("http://127.0.0.1:" + aws.getAddress().getPort());
        Signing signing = new Signing(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret")),
                "eu-west-1",
                Clock.systemUTC());
        registry = new RemoteRegistry(uri, Optional.of(signing));
        snapshots = new FunctionSnapshots(registry, service -> URI.create(uri + "/" + service), NOW);
        answers.put(
                "/apigateway/v2/apis/abc/integrations?maxResults=100",
                "{\"items\":[" + INTEGRATION.formatted("get-run") + "],\"nextToken\":\"a b\"}");
        answers.put(
                "/apigateway/v2/apis/abc/integrations?maxResults=100&nextToken=a%20b",
                "{\"items\":[" + INTEGRATION.formatted("search-runs") + "]}");
        version("get-run", "2026-11-30T09:00:00.000+0000", "Active");
        version("search-runs", "2026-11-20T12:00:00.000+0000", "Active");
    }

    @AfterEach
    void stop() {
        registry.close();
        aws.stop(0);
    }

    private void version(String function, String published, String state) {
        answers.put(
                "/lambda/2015-03-31/functions/" + function + "/configuration?Qualifier=live",
                "{\"LastModified\":\"%s\",\"State\":\"%s\"}".formatted(published, state));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            signatures.add(exchange.getRequestHeaders().getFirst("authorization"));
            String found = answers.get(exchange.getRequestURI().toString());
            byte[] body = (found == null ? "{}" : found).getBytes(UTF_8);
            exchange.sendResponseHeaders(found == null ? 403 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Test
    void theYoungestAndTheOldestSnapshotAreReported() throws IOException {
        assertThat(snapshots.examine("abc"))
                .isEqualTo("2 functions, all active, with snapshots that are 3 hours to 10 days old");
        assertThat(signatures).hasSize(4);
        assertThat(signatures.getFirst()).contains("/eu-west-1/apigateway/aws4_request");
        assertThat(signatures.getLast()).contains("/eu-west-1/lambda/aws4_request");
    }

    @Test
    void aVersionThatIsNotActiveIsNamed() {
        version("search-runs", "2026-11-01T12:00:00.000+0000", "Inactive");
        assertThatThrownBy(() -> snapshots.examine("abc"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("search-runs=Inactive")
                .hasMessageNotContaining("get-run");
    }

    @Test
    void credentialsThatMayNotReadThemAreDistinguished() {
        assertThatThrownBy(() -> snapshots.examine("another"))
                .isInstanceOf(NotReadableException.class)
                .hasMessageContaining("lambda:GetFunctionConfiguration");
    }
}
