package io.lambdaregistry.local.gateway;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/**
 * Headers of every response, unless the response sets stricter ones: no other site may frame it, and no browser may guess its
 * type.
 */
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
