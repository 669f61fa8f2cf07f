package io.lambdaregistry.functions.snapstart;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.functions.Services;

/**
 * Shows a JVM what every function needs, so that it can keep that in an AOT cache: run once, with the handlers' class names,
 * {@code -XX:AOTCacheOutput} and the class path that the functions will have. AWS need not be in reach, and is not called
 * where {@code AWS_ENDPOINT_URL} names nothing.
 */
public final class Training {
    /** Of the runtime that calls the handlers, where it is on the class path. */
    private static final String RUNTIME = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    private Training() {}

    public static void main(String[] handlers) throws Exception {
        for (String handler : handlers) {
            Rehearsal.of(Class.forName(handler).asSubclass(LambdaFunction.class));
        }
        try {
            Services.fromEnvironment().experiments().get("1");
        } catch (RegistryException unreachable) {
            // it has tried, by the HTTP client that the functions use
        }
        Class.forName(RUNTIME);
    }
}
