package io.lambdaregistry.functions.http;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The base of a function that several operations share, since each is called too seldom to be kept warm by itself. Which of
 * them is called, the event's route tells.
 */
public abstract class OperationGroup extends ApiHandler {
    private final Map<String, ApiHandler> operations;

    /** @param operations by their routes' keys: method and path as in template.yaml, or {@code $default} */
    protected OperationGroup(Map<String, ApiHandler> operations) {
        this.operations = Map.copyOf(operations);
    }

    @Override
    public final Set<String> routeKeys() {
        return operations.keySet();
    }

    @Override
    protected final ApiResponse handle(ApiRequest request) throws IOException {
        return called(request).handle(request);
    }

    @Override
    final String operation(ApiRequest request) {
        return called(request).operation(request);
    }

    /** A route of any method is {@code ANY} to API Gateway, and that of the request to {@code sam local}. */
    private ApiHandler called(ApiRequest request) {
        String key = request.routeKey();
        ApiHandler operation = operations.get(key);
        return operation != null
                ? operation
                : Objects.requireNonNull(operations.get(key.replaceFirst("^[A-Z]+ ", "ANY ")), key);
    }
}
