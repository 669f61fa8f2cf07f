package io.lambdaregistry.local.gateway;

import java.util.Comparator;

/**
 * A route of the API, and its function.
 *
 * @param method upper case, or {@link #ANY}
 * @param function its logical name in template.yaml
 * @param handlerClass fully qualified
 */
public record Route(String method, PathPattern path, String function, String handlerClass) {
    public static final String ANY = "ANY";

    /** Sorts the most exact path first; of equally exact ones, routes for one method before those for any. */
    static final Comparator<Route> MOST_EXACT_FIRST = Comparator.comparing(Route::path, PathPattern.MOST_EXACT_FIRST)
            .thenComparing(route -> route.method.equals(ANY));

    /** The route key that API Gateway writes in an event. */
    public String key() {
        return method + " " + path.text();
    }

    boolean takes(String requestMethod) {
        return method.equals(ANY) || method.equals(requestMethod);
    }
}
