package io.lambdaregistry.functions.http;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The base of a function that serves several operations, each called too seldom to keep a function of its own warm. The event's
 * route selects the operation.
 */
public abstract class OperationGroup extends ApiHandler {
    private final Map<String, ApiHandler> operations;

    /** @param operations by route key: method and path as in template.yaml, or {@code $default} */
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

    /**
     * Selects the operation. For a route of any method, API Gateway sends the method {@code ANY}, but {@code sam local} that of
     * the request.
     */
    private ApiHandler called(ApiRequest request) {
        String key = request.routeKey();
        ApiHandler operation = operations.get(key);
        return operation != null
                ? operation
                : Objects.requireNonNull(operations.get(key.replaceFirst("^[A-Z]+ ", "ANY ")), key);
    }
}
