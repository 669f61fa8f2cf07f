package io.lambdaregistry.benchmarks.calls;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.functions.ArtifactSettings;
import io.lambdaregistry.functions.EventChannels;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.HandlerInstances;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.gateway.DirectCall;
import io.lambdaregistry.local.gateway.FunctionLog;
import io.lambdaregistry.local.gateway.Route;
import io.lambdaregistry.local.gateway.Template;
import io.lambdaregistry.webhook.AesSecretCipher;
import io.lambdaregistry.webhook.WebhookAddresses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** One process of the registry's functions. It is called without HTTP, and the cost of each request is read from its log. */
final class Registry {
    private final Consumption consumption = new Consumption();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final FunctionLog log = new FunctionLog(lines);
    private final Map<String, RequestStreamHandler> handlers = new HashMap<>();
    private final Services services;
    private final DirectCall api;
    private String lastRoute = "";

    /** A process that has handled no request yet, on the stores of a registry. */
    Registry(LocalRegistry stores) {
        this.services = new Services(
                consumption.of(stores.dynamoDb()),
                stores.tableName(),
                consumption.of(stores.s3()),
                stores.s3Presigner(),
                stores.bucket(),
                ArtifactSettings.UNLIMITED,
                Options.DEFAULT_RETENTION,
                new EventChannels(
                        WebhookAddresses.ofSystem(true),
                        () -> new AesSecretCipher(new byte[AesSecretCipher.KEY_BYTES]),
                        () -> {
                            throw unasked();
                        },
                        () -> {
                            throw unasked();
                        },
                        () -> {
                            throw unasked();
                        },
                        () -> {
                            throw unasked();
                        }));
        this.api = new DirectCall(Template.routes(), route -> {
            lastRoute = route.key();
            return handlers.computeIfAbsent(route.function(), function -> handler(route));
        });
    }

    private static IllegalStateException unasked() {
        return new IllegalStateException("no operation of the API wakes webhooks or puts anything on a bus");
    }

    private RequestStreamHandler handler(Route route) {
        return log.of(HandlerInstances.make(route.handlerClass(), services));
    }

    /** The key of the last request's route. */
    String lastRoute() {
        return lastRoute;
    }

    Services services() {
        return services;
    }

    /** Makes a request that must succeed, and returns its response. */
    Map<?, ?> ask(Request request) throws IOException {
        DirectCall.Result answer = api.call(request.method(), request.target(), request.body());
        if (answer.status() >= 400 && answer.status() != 503) {
            throw new IllegalStateException(request + " was answered " + answer);
        }
        return answer.body().startsWith("{") && Json.parse(answer.body()) instanceof Map<?, ?> object
                ? object
                : Map.of();
    }

    /** The cost of a request. */
    Cost cost(Request request) throws IOException {
        lines.reset();
        consumption.reset();
        ask(request);
        Map<?, ?> line = (Map<?, ?>) Objects.requireNonNull(Json.parse(lines.toByteArray()));
        return new Cost(
                String.valueOf(line.get("operation")),
                number(line, "steps"),
                number(line, "calls"),
                number(line, "s3Calls"),
                decimal(line, "readUnits"),
                decimal(line, "writeUnits"),
                consumption.s3Dollars(),
                new Places(
                        consumption.read(Consumption.TABLE),
                        consumption.read("listing"),
                        consumption.read("lookup"),
                        consumption.written(Consumption.TABLE),
                        consumption.written("listing"),
                        consumption.written("lookup"),
                        consumption.mostReadOfOneKey(Consumption.TABLE),
                        consumption.mostReadOfOneKey("listing"),
                        consumption.mostWrittenToOneKey()));
    }

    private static int number(Map<?, ?> line, String name) {
        return ((Number) Objects.requireNonNull(line.get(name))).intValue();
    }

    private static double decimal(Map<?, ?> line, String name) {
        return ((Number) Objects.requireNonNull(line.get(name))).doubleValue();
    }
}
