package io.lambdaregistry.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.access.Caller;
import io.lambdaregistry.access.Principal;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.local.gateway.FunctionLog;
import io.lambdaregistry.local.gateway.FunctionSource;
import io.lambdaregistry.local.gateway.Route;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** The handler classes that template.yaml names. Each is created once, at its first call. */
public final class HandlerInstances implements FunctionSource {
    /** The caller of every local request: a local registry has no authentication. */
    private static final Principal USER = Principal.localUser();

    private final Future<Services> services;
    private final FunctionLog log;
    private final Map<String, RequestStreamHandler> byClass = new ConcurrentHashMap<>();

    /** @param services the first call waits for them */
    HandlerInstances(Future<Services> services, FunctionLog log) {
        this.services = services;
        this.log = log;
    }

    @Override
    public RequestStreamHandler handler(Route route) {
        RequestStreamHandler handler = log.of(byClass.computeIfAbsent(route.handlerClass(), this::make));
        return (input, output, context) -> Caller.as(USER, () -> {
            handler.handleRequest(input, output, context);
            return handler;
        });
    }

    private RequestStreamHandler make(String className) {
        try {
            return make(className, services.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the registry did not start", e);
        }
    }

    /** Creates a handler by its class's name, as Lambda does, but wired to the given services. */
    public static RequestStreamHandler make(String className, Services services) {
        try {
            return services.wire(() -> Class.forName(className)
                    .asSubclass(RequestStreamHandler.class)
                    .getConstructor()
                    .newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(className + " cannot be created", e);
        }
    }
}
