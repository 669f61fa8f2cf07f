package io.lambdaregistry.local.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;

/** The status, headers and cookies of a response. */
record AnswerHead(int status, Map<String, String> headers, List<String> cookies) {
    /** Headers of the connection, which a function must not set. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "keep-alive", "transfer-encoding", "upgrade", "trailer");

    void applyTo(Response response) {
        response.setStatus(status);
        headers.forEach((name, value) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                response.getHeaders().put(name, value);
            }
        });
        SafetyHeaders.addTo(response.getHeaders());
        cookies.forEach(cookie -> response.getHeaders().add(HttpHeader.SET_COOKIE, cookie));
    }

    /** Whether HTTP allows a body in such a response. */
    boolean hasBody() {
        return status >= 200 && status != 204 && status != 304;
    }
}
