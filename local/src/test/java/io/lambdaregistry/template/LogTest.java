package io.lambdaregistry.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.triggers.RegisterUploads;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.HandlerInstances;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.gateway.FunctionLog;
import io.lambdaregistry.local.gateway.Gateway;
import io.lambdaregistry.local.gateway.Route;
import io.lambdaregistry.local.gateway.Template;
import io.lambdaregistry.sqs.SqsDeadLetters;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The functions' log of every operation, with valid and invalid requests that contain secrets wherever a caller may put one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogTest {
    private final Map<String, ByteArrayOutputStream> logs = new ConcurrentHashMap<>();
    private final ByteArrayOutputStream words = new ByteArrayOutputStream();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Map<String, Long> counted = new TreeMap<>();
    private final Map<String, Long> metered = new TreeMap<>();
    private Set<String> granted = Set.of();

    @BeforeAll
    void runEveryOperation() throws Exception {
        PrintStream console = System.err;
        System.setErr(new PrintStream(words, true, StandardCharsets.UTF_8));
        Map<String, RequestStreamHandler> handlers = new ConcurrentHashMap<>();
        try (LocalRegistry registry = LocalRegistry.inMemory();
                Gateway gateway = Gateway.start(
                        Gateway.Address.anyPort(),
                        Template.routes(),
                        route -> handlers.computeIfAbsent(route.function(), f -> logged(f, handler(registry, route))));
                EveryOperation operations = new EveryOperation(gateway.uri(), registry.bucket())) {
            operations.run();
            granted = operations.granted();
            EveryUpload.run(
                    registry,
                    logged(
                            "RegisterUploads",
                            new RegisterUploads(
                                    services(registry, "RegisterUploads"),
                                    new SqsDeadLetters(new EveryUpload.Queue(), "none"))));
            calls.forEach((function, count) -> counted.put(function, count.longValue()));
            logs.forEach((function, log) -> metered.put(function, callsIn(log)));
            askBadly(gateway.uri());
        } finally {
            System.setErr(console);
        }
    }

    /** Every route with parameters, headers and a body that are secrets and nothing else; a path is none. */
    private static void askBadly(URI server) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (Route route : Template.routes().all()) {
                String path = route.path().text().replace("{api}", "api").replaceAll("\\{[^}]+}", "none");
                HttpRequest request = HttpRequest.newBuilder(URI.create(server + path + "?name=" + EveryOperation.SECRET
                                + "&page_token=" + EveryOperation.SECRET + "&X-Amz-Signature=" + EveryOperation.SECRET))
                        .header("Authorization", EveryOperation.SECRET)
                        .header("Content-Type", "application/json")
                        .method(
                                route.method().equals("ANY") ? "GET" : route.method(),
                                BodyPublishers.ofString("{\"name\": \"" + EveryOperation.SECRET))
                        .build();
                http.send(request, BodyHandlers.discarding());
            }
        }
    }

    private RequestStreamHandler logged(String function, RequestStreamHandler handler) {
        return new FunctionLog(logs.computeIfAbsent(function, f -> new ByteArrayOutputStream())).of(handler);
    }

    private RequestStreamHandler handler(LocalRegistry registry, Route route) {
        return HandlerInstances.make(route.handlerClass(), services(registry, route.function()));
    }

    private Services services(LocalRegistry registry, String function) {
        AtomicInteger counter = calls.computeIfAbsent(function, f -> new AtomicInteger());
        return EveryOperation.services(
                registry,
                counted(DynamoDbClient.class, registry.dynamoDb(), counter),
                counted(S3Client.class, registry.s3(), counter));
    }

    private static <C> C counted(Class<C> type, C client, AtomicInteger counter) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (args != null && !(args[0] instanceof SdkRequest)) {
                return InvocationHandler.invokeDefault(proxy, method, args); // builds it, calls again
            }
            counter.incrementAndGet();
            try {
                return method.invoke(client, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private static Stream<Map<?, ?>> lines(ByteArrayOutputStream log) {
        return log.toString(StandardCharsets.UTF_8).lines().map(line ->
                (Map<?, ?>) Objects.requireNonNull(Json.parse(line)));
    }

    private static long callsIn(ByteArrayOutputStream log) {
        return lines(log)
                .mapToLong(line -> (Long) Objects.requireNonNull(line.get("calls")))
                .sum();
    }

    @Test
    void everyOperationHasItsLinesAlsoOfThoseThatShareAFunction() {
        Set<String> operations = logs.values().stream()
                .flatMap(LogTest::lines)
                .map(line -> String.valueOf(line.get("operation")))
                .collect(Collectors.toSet());
        assertThat(operations)
                .hasSizeGreaterThan(85)
                .contains("CreateRegisteredModel", "CreateWebhook", "RegisterUploads")
                .noneMatch(operation -> operation.endsWith("Operations"));
    }

    /** Of what was asked well: a refusal does not wait for what was begun beside it. */
    @Test
    void everyCallOfTheStoresIsMetered() {
        assertThat(metered).isEqualTo(counted);
    }

    @Test
    void noSecretIsLogged() {
        assertThat(granted).hasSizeGreaterThan(5);
        String log = logs.values() + words.toString(StandardCharsets.UTF_8);
        assertThat(log).doesNotContain(EveryOperation.SECRET).doesNotContain(granted);
    }
}
