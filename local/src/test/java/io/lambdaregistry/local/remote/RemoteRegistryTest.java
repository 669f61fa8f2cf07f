package io.lambdaregistry.local.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Requests to a gateway that refuses signatures by a clock that is off, as AWS does. */
final class RemoteRegistryTest {
    /** AWS tolerates five minutes; a busy machine may lose some of them. */
    private static final Duration TOLERATED = Duration.ofHours(1);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private HttpServer gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", this::answer);
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Instant signed = TIME.parse(exchange.getRequestHeaders().getFirst("X-Amz-Date"), Instant::from);
            Duration off = Duration.between(signed, Instant.now());
            exchange.sendResponseHeaders(off.abs().compareTo(TOLERATED) <= 0 ? 200 : 403, -1);
        }
    }

    private RemoteRegistry registry(Duration off) {
        Signing signing = new Signing(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")),
                "eu-west-1",
                Clock.offset(Clock.systemUTC(), off));
        return new RemoteRegistry(
                URI.create("http://127.0.0.1:" + gateway.getAddress().getPort()), Optional.of(signing));
    }

    @Test
    void aClockThatIsOffIsLearnedOnce() throws IOException {
        for (Duration off : List.of(Duration.ofHours(-3), Duration.ofHours(3))) {
            bodies.clear();
            try (RemoteRegistry registry = registry(off)) {
                assertThat(registry.sendJson("POST", "/first", "{}").status()).isEqualTo(200);
                assertThat(registry.sendJson("POST", "/second", "[]").status()).isEqualTo(200);
            }
            assertThat(bodies).containsExactly("{}", "{}", "[]");
        }
    }
}
