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
 * Runs the code that every function needs, so that the JVM can store it in an AOT cache. Run it once with the handlers' class
 * names as arguments, {@code -XX:AOTCacheOutput}, the class path of the functions, and their {@code AWS_LAMBDA_LOG_FORMAT}. It
 * connects to nothing but itself.
 */
public final class Training {
    /** Lambda's runtime, which calls the handlers; empty if it is not on the class path. */
    private static final String RUNTIME = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    private Training() {}

    public static void main(String[] handlers) throws Exception {
        for (String handler : handlers) {
            Rehearsal.of(Class.forName(handler).asSubclass(LambdaFunction.class));
        }
        callByHttp();
        startRuntime(handlers[0]);
    }

    /** Makes one call through the functions' real HTTP client, which a rehearsal does not use. */
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
            // the empty response has been read, which is all that is needed
        } finally {
            empty.stop(0);
        }
    }

    /** Starts Lambda's runtime until it asks for an event; there is none, so it fails. */
    private static void startRuntime(String handler) throws ReflectiveOperationException {
        try {
            Class.forName(RUNTIME).getMethod("main", String[].class).invoke(null, (Object)
                    new String[] {handler + "::handleRequest"});
        } catch (InvocationTargetException noLambda) {
            // the runtime has started
        }
    }
}
