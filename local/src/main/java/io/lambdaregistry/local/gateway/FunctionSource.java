package io.lambdaregistry.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

/** Where the gateway gets the handler of a function; the same one each time, called by many threads at once. */
@FunctionalInterface
public interface FunctionSource {
    RequestStreamHandler handler(Route route);
}
