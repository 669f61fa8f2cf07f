package io.lambdaregistry.clienttests.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP API of API Gateway with Lambda behind it, as a client meets the two: it authorises requests, and applies the limits of
 * both to what it passes to a registry on the loopback and back.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html">API Gateway's limits</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda's limits</a>
 */
public final class ApiGateway implements AutoCloseable {
    private static final int PAYLOAD = 10 << 20;

    /** Of an event and of an answer, as JSON. */
    private static final int LAMBDA = 6_291_556;

    private static final Duration FUNCTION = Duration.ofSeconds(29);

    /** Bodies of other media types are base64 in an event. */
    private static final Set<String> TEXTS = Set.of("application/json", "application/javascript", "application/xml");

    private static final Set<String> OF_THE_CONNECTION =
            Set.of("authorization", "connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI registry;
    private final Authorizer authorizer;
    private final Clock clock;
    private final Duration limit;
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpServer server;

    private ApiGateway(URI registry, Authorizer authorizer, Clock clock, Duration limit) throws IOException {
        this.registry = registry;
        this.authorizer = authorizer;
        this.clock = clock;
        this.limit = limit;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public static ApiGateway before(URI registry, Authorizer authorizer) throws IOException {
        return new ApiGateway(registry, authorizer, Clock.systemUTC(), FUNCTION);
    }

    /**
     * @param clock for the check of signatures and the Date of the answers
     * @param limit the time that a function has
     */
    static ApiGateway before(URI registry, Authorizer authorizer, Clock clock, Duration limit) throws IOException {
        return new ApiGateway(registry, authorizer, clock, limit);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What it refused, and why. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(PAYLOAD + 1);
            if (body.length > PAYLOAD) {
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                refuse(exchange, 413, "Request Entity Too Large", "a payload above 10 MB");
                return;
            }
            Optional<Authorizer.Refusal> refusal = authorizer.refuse(exchange, body, clock.instant());
            if (refusal.isPresent()) {
                int status = refusal.get().status();
                refuse(
                        exchange,
                        status,
                        status == 401 ? "Unauthorized" : "Forbidden",
                        refusal.get().reason());
            } else if (event(exchange, body) > LAMBDA) {
                refuse(exchange, 413, "Request Too Long", "an event above 6 MB");
            } else {
                call(exchange, body);
            }
        }
    }

    private void call(HttpExchange exchange, byte[] sent) throws IOException {
        HttpRequest.Builder call = HttpRequest.newBuilder(
                        URI.create(registry + exchange.getRequestURI().toString()))
                .timeout(limit)
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(sent));
        exchange.getRequestHeaders().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(lower) && !lower.startsWith("x-amz-")) {
                values.forEach(value -> call.header(name, value));
            }
        });
        try {
            HttpResponse<InputStream> answer = http.send(call.build(), BodyHandlers.ofInputStream());
            try (InputStream content = answer.body()) {
                byte[] body = content.readNBytes(LAMBDA + 1);
                Map<String, List<String>> headers = answer.headers().map();
                if (json(single(headers), body, isText(headers)) > LAMBDA) {
                    refuse(exchange, 500, "Internal Server Error", "an answer above 6 MB");
                } else {
                    answer(exchange, answer.statusCode(), headers, body);
                }
            }
        } catch (HttpTimeoutException late) {
            refuse(exchange, 500, "Internal Server Error", "no answer within " + limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuse(HttpExchange exchange, int status, String message, String reason) throws IOException {
        refusals.add(status + " to " + exchange.getRequestMethod() + " " + exchange.getRequestURI() + ": " + reason);
        answer(
                exchange,
                status,
                Map.of("content-type", List.of("application/json")),
                JSON.writeValueAsBytes(Map.of("message", message)));
    }

    private void answer(HttpExchange exchange, int status, Map<String, List<String>> headers, byte[] body)
            throws IOException {
        headers.forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        exchange.getResponseHeaders().set("apigw-requestid", Long.toHexString(System.nanoTime()));
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** The size of the event into which API Gateway turns a request. */
    private static long event(HttpExchange request, byte[] body) throws IOException {
        Headers headers = request.getRequestHeaders();
        Map<String, String> rest = new LinkedHashMap<>(single(headers));
        rest.put("rawPath", request.getRequestURI().getPath());
        rest.put("rawQueryString", String.valueOf(request.getRequestURI().getRawQuery()));
        return json(rest, body, isText(headers));
    }

    private static boolean isText(Map<String, List<String>> headers) {
        String type = headers.getOrDefault("content-type", List.of("")).getFirst();
        String media = type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        return !headers.containsKey("content-disposition") // an artifact, which functions answer as base64
                && !headers.containsKey("content-encoding")
                && (media.startsWith("text/") || TEXTS.contains(media));
    }

    private static long json(Map<String, String> rest, byte[] body, boolean text) throws IOException {
        String field = text ? new String(body, UTF_8) : Base64.getEncoder().encodeToString(body);
        return JSON.writeValueAsBytes(Map.of("rest", rest, "body", field)).length;
    }

    private static Map<String, String> single(Map<String, List<String>> headers) {
        Map<String, String> single = new LinkedHashMap<>();
        headers.forEach((name, values) -> single.put(name, String.join(",", values)));
        return single;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        http.close();
    }
}
