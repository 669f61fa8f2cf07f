package io.lambdaregistry.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

/**
 * Provides the gateway with the handlers of functions. It returns the same handler each time, which many threads call at once.
 */
@FunctionalInterface
public interface FunctionSource {
    RequestStreamHandler handler(Route route);
}
