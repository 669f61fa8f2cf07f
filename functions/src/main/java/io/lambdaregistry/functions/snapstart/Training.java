package io.lambdaregistry.functions.snapstart;

import com.sun.net.httpserver.HttpServer;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.functions.Services;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Shows a JVM what every function needs, so that it can keep that in an AOT cache: run once, with the handlers' class names,
 * {@code -XX:AOTCacheOutput}, the class path that the functions will have, and their {@code AWS_LAMBDA_LOG_FORMAT}. It calls
 * nobody but itself.
 */
public final class Training {
    /** What calls the handlers, where it is on the class path. */
    private static final String RUNTIME = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    private Training() {}

    public static void main(String[] handlers) throws Exception {
        for (String handler : handlers) {
            Rehearsal.of(Class.forName(handler).asSubclass(LambdaFunction.class));
        }
        callByHttp();
        startRuntime(handlers[0]);
    }

    /** By the HTTP client that the functions use, which a rehearsal leaves out. */
    private static void callByHttp() throws IOException {
        HttpServer empty = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        empty.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        empty.start();
        System.setProperty(
                "aws.endpointUrl", "http://127.0.0.1:" + empty.getAddress().getPort());
        try {
            Services.fromEnvironment().experiments().get("1");
        } catch (RegistryException absent) {
            // nothing is there, which has been read
        } finally {
            empty.stop(0);
        }
    }

    /** Until it asks for an event, which nobody gives. */
    private static void startRuntime(String handler) throws ReflectiveOperationException {
        try {
            Class.forName(RUNTIME).getMethod("main", String[].class).invoke(null, (Object)
                    new String[] {handler + "::handleRequest"});
        } catch (InvocationTargetException noLambda) {
            // it has started
        }
    }
}
