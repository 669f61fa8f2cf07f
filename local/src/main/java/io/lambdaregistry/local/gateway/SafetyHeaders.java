package io.lambdaregistry.local.gateway;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/** Headers of whatever is served, unless it brings stricter ones: no other site frames it, and no browser guesses its type. */
final class SafetyHeaders {
    private static final Map<String, String> HEADERS = Map.of(
            "content-security-policy", "frame-ancestors 'self'",
            "x-content-type-options", "nosniff",
            "x-frame-options", "SAMEORIGIN");

    private SafetyHeaders() {}

    static void addTo(HttpFields.Mutable headers) {
        HEADERS.forEach((name, value) -> {
            if (!headers.contains(name)) {
                headers.put(name, value);
            }
        });
    }
}
