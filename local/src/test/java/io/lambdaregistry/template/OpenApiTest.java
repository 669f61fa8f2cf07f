package io.lambdaregistry.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.HandlerInstances;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.gateway.FunctionLog;
import io.lambdaregistry.local.gateway.Gateway;
import io.lambdaregistry.local.gateway.Route;
import io.lambdaregistry.local.gateway.Routes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** docs/openapi.yaml says what the code does: its routes, its parameters, and the responses to every operation's requests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
    /** A request to a route of our own, and the function's response. */
    private record Exchange(Route route, String operation, Map<String, Object> event, Map<String, Object> response) {
        boolean succeeded() {
            return Long.valueOf(200).equals(response.get("statusCode"));
        }

        Set<String> parameters() {
            String query = (String) event.getOrDefault("rawQueryString", "");
            Stream<String> names = route.method().equals("GET")
                    ? Arrays.stream(query.split("&", -1)).map(pair -> pair.replaceFirst("=.*", ""))
                    : OpenApi.map(Json.parse((String) event.getOrDefault("body", "{}"))).keySet().stream();
            return names.filter(name -> !name.isEmpty()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final Routes routes = SamTemplate.read().apiRoutes();
    private String committed = "";

    @BeforeAll
    void runEveryOperation() throws Exception {
        Map<String, RequestStreamHandler> handlers = new ConcurrentHashMap<>();
        try (LocalRegistry registry = LocalRegistry.inMemory();
                Gateway gateway = Gateway.start(
                        Gateway.Address.anyPort(),
                        routes,
                        route -> recorded(
                                route,
                                handlers.computeIfAbsent(
                                        route.function(),
                                        function -> HandlerInstances.make(route.handlerClass(), services(registry)))));
                EveryOperation operations = new EveryOperation(gateway.uri(), registry.bucket())) {
            operations.run();
        }
        committed = OpenApi.committed();
        if (Boolean.parseBoolean(System.getenv("WRITE_OPENAPI"))) {
            committed = OpenApi.text(committed, version(), operations());
            Files.writeString(OpenApi.FILE, committed);
        }
    }

    private static Services services(LocalRegistry registry) {
        return EveryOperation.services(registry, registry.dynamoDb(), registry.s3());
    }

    private RequestStreamHandler recorded(Route route, RequestStreamHandler handler) {
        if (!OpenApi.isOwn(route)) {
            return handler;
        }
        return (input, output, context) -> {
            byte[] event = input.readAllBytes();
            ByteArrayOutputStream log = new ByteArrayOutputStream();
            ByteArrayOutputStream response = new ByteArrayOutputStream();
            new FunctionLog(log).of(handler).handleRequest(new ByteArrayInputStream(event), response, context);
            output.write(response.toByteArray());
            exchanges.add(new Exchange(
                    route,
                    String.valueOf(OpenApi.map(Json.parse(log.toByteArray())).get("operation")),
                    OpenApi.map(Json.parse(event)),
                    OpenApi.map(Json.parse(response.toByteArray()))));
        };
    }

    private List<Route> own() {
        return routes.all().stream().filter(OpenApi::isOwn).toList();
    }

    private List<OpenApi.Operation> operations() {
        List<OpenApi.Operation> operations = new ArrayList<>();
        for (Route route : own()) {
            List<Exchange> its = exchanges.stream()
                    .filter(exchange -> exchange.route().equals(route) && exchange.succeeded())
                    .toList();
            assertThat(its).as(route.key()).isNotEmpty();
            Set<String> given = new TreeSet<>(its.getFirst().parameters());
            its.forEach(exchange -> given.retainAll(exchange.parameters()));
            operations.add(new OpenApi.Operation(route, its.getFirst().operation(), given));
        }
        return operations;
    }

    private String version() {
        return exchanges.stream()
                .filter(exchange -> exchange.route().path().text().equals("/version"))
                .map(exchange ->
                        (String) OpenApi.map(exchange.response().get("headers")).get("x-registry-version"))
                .findFirst()
                .orElseThrow();
    }

    /** Else the command at the head of the file writes it anew. */
    @Test
    void theFileSaysWhatTheCodeKnows() throws IOException {
        assertThat(committed).isEqualTo(OpenApi.text(committed, version(), operations()));
    }

    @Test
    void everyParameterOfARequestIsInTheFile() {
        Map<String, Object> root = OpenApi.read(committed);
        for (Exchange exchange : exchanges) {
            assertThat(namesOfParameters(operation(root, exchange.route())))
                    .as(exchange.route().key())
                    .containsAll(exchange.parameters());
        }
    }

    @Test
    void everyParameterIsDescribed() {
        Map<String, Object> root = OpenApi.read(committed);
        List<String> without = new ArrayList<>();
        for (Route route : own()) {
            Map<String, Object> operation = operation(root, route);
            for (Object each : list(operation.get("parameters"))) {
                if (!OpenApi.map(each).containsKey("description")) {
                    without.add(route.key() + " " + OpenApi.map(each).get("name"));
                }
            }
            properties(operation).forEach((name, schema) -> {
                if (!OpenApi.map(schema).containsKey("description")) {
                    without.add(route.key() + " " + name);
                }
            });
        }
        assertThat(without).isEmpty();
    }

    @Test
    void everyResponseFitsItsSchema() {
        Map<String, Object> root = OpenApi.read(committed);
        List<String> errors = new ArrayList<>();
        for (Exchange exchange : exchanges) {
            Map<String, Object> response =
                    OpenApi.map(OpenApi.map(operation(root, exchange.route()).get("responses"))
                            .get(String.valueOf(exchange.response().get("statusCode"))));
            Map<String, Object> content = OpenApi.map(response.get("content"));
            String type = String.valueOf(
                            OpenApi.map(exchange.response().get("headers")).get("content-type"))
                    .replaceFirst(";.*", "");
            String body = String.valueOf(exchange.response().get("body"));
            SchemaCheck.errors(
                            root,
                            OpenApi.map(OpenApi.map(content.get(type)).get("schema")),
                            type.equals("application/json") ? Json.parse(body) : body)
                    .forEach(error -> errors.add(exchange.route().key() + error));
            assertThat(content).as(exchange.route().key()).containsKey(type);
        }
        assertThat(errors).isEmpty();
    }

    private static Map<String, Object> operation(Map<String, Object> root, Route route) {
        Map<String, Object> path = OpenApi.map(OpenApi.map(root.get("paths")).get(OpenApi.path(route)));
        return OpenApi.map(path.get(route.method().toLowerCase(Locale.ROOT)));
    }

    private static Set<String> namesOfParameters(Map<String, Object> operation) {
        Set<String> names = new TreeSet<>(properties(operation).keySet());
        list(operation.get("parameters"))
                .forEach(each -> names.add((String) OpenApi.map(each).get("name")));
        return names;
    }

    private static Map<String, Object> properties(Map<String, Object> operation) {
        Map<String, Object> content =
                OpenApi.map(OpenApi.map(operation.get("requestBody")).get("content"));
        return OpenApi.map(
                OpenApi.map(OpenApi.map(content.get("application/json")).get("schema"))
                        .get("properties"));
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
