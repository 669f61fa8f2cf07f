package io.lambdaregistry.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.artifact.PercentDecoding;
import io.lambdaregistry.functions.FunctionContext;
import io.lambdaregistry.functions.server.PreviewPath;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Finds the route of a request and calls its function. */
public final class GatewayHandler extends Handler.Abstract {
    private static final Set<String> ALL_METHODS = Set.of("DELETE", "GET", "PATCH", "POST", "PUT");

    private final Routes routes;
    private final FunctionSource functions;
    private final LargeBodies bodies;

    public GatewayHandler(Routes routes, FunctionSource functions) {
        this(routes, functions, LargeBodies.Limits.DEFAULT);
    }

    GatewayHandler(Routes routes, FunctionSource functions, LargeBodies.Limits limits) {
        this.routes = routes;
        this.functions = functions;
        this.bodies = new LargeBodies(limits);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String method = request.getMethod();
        String rawPath = RawPath.of(request);
        if (HttpMethod.OPTIONS.is(method) && rawPath.equals("*")) {
            options(ALL_METHODS).send(response, callback);
            return true;
        }
        switch (match(method, rawPath)) {
            case Routes.Match.Found found -> call(found, rawPath, request, response, callback);
            case Routes.Match.WrongMethod wrong
            when HttpMethod.OPTIONS.is(method) -> options(wrong.allowed()).send(response, callback);
            case Routes.Match.WrongMethod wrong -> refuse(wrongMethod(method, wrong), request, response, callback);
            case Routes.Match.Unknown unknown ->
                refuse(
                        Answer.error(404, "ENDPOINT_NOT_FOUND", "No API found for '" + method + " " + rawPath + "'."),
                        request,
                        response,
                        callback);
        }
        return true;
    }

    /** Reads the body first: a client that is still sending it would see a broken connection, and try again. */
    private static void refuse(Answer answer, Request request, Response response, Callback callback) {
        RequestContent.skip(request);
        answer.send(response, callback);
    }

    /** HEAD uses the route of GET, and its response has no body. */
    private Routes.Match match(String method, String askedPath) {
        String rawPath = PreviewPath.present(askedPath).orElse(askedPath);
        Routes.Match match = routes.match(method, rawPath);
        return HttpMethod.HEAD.is(method) && !(match instanceof Routes.Match.Found)
                ? routes.match(HttpMethod.GET.asString(), rawPath)
                : match;
    }

    private static Answer options(Set<String> methods) {
        Set<String> allowed = new TreeSet<>(methods);
        allowed.add(HttpMethod.OPTIONS.asString());
        if (allowed.contains(HttpMethod.GET.asString())) {
            allowed.add(HttpMethod.HEAD.asString());
        }
        return new Answer(new AnswerHead(204, Map.of("allow", String.join(", ", allowed)), List.of()), new byte[0]);
    }

    private static Answer wrongMethod(String method, Routes.Match.WrongMethod wrong) {
        String allowed = String.join(", ", wrong.allowed());
        return Answer.error(
                405, "BAD_REQUEST", "This API takes " + allowed + ", not " + method + ".", Map.of("allow", allowed));
    }

    private void call(Routes.Match.Found found, String rawPath, Request request, Response response, Callback callback) {
        String path = PercentDecoding.strictly(rawPath).orElse(null);
        Map<String, String> variables = decoded(found.variables());
        if (path == null || variables == null) {
            Answer.error(400, "INVALID_PARAMETER_VALUE", "Invalid path").send(response, callback);
            return;
        }
        String requestId = UUID.randomUUID().toString();
        Route route = found.route();
        HttpApiEvent event = new HttpApiEvent(request, route, path, variables, requestId, Instant.now());
        FunctionContext context = FunctionLog.CONSOLE.context(requestId, route.function());
        // look the handler up within the call: creating one may fail as calling it may
        RequestStreamHandler handler =
                (input, output, c) -> functions.handler(route).handleRequest(input, output, c);
        new FunctionCall(handler, event, context, bodies, response, callback).run();
    }

    private static @Nullable Map<String, String> decoded(Map<String, String> variables) {
        Map<String, String> decoded = new LinkedHashMap<>();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            Optional<String> value = PercentDecoding.strictly(variable.getValue());
            if (value.isEmpty()) {
                return null;
            }
            decoded.put(variable.getKey(), value.get());
        }
        return decoded;
    }
}
