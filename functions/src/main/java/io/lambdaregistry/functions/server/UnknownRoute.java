package io.lambdaregistry.functions.server;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Handles requests that match no other route: returns an error that clients do not retry. A path that differs from a route only
 * by a doubled slash is redirected, as in MLflow, so that a tracking URI may end in a slash. Paths of MLflow 1 are redirected
 * as well, and so need no routes and no permissions of their own; clients repeat the method and the body.
 */
final class UnknownRoute extends ApiHandler {
    /** Accepts only characters that no browser takes for the start of another host, and that need no encoding. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/-]+");

    @Override
    protected ApiResponse handle(ApiRequest request) {
        String path = request.path();
        Optional<String> present = path.contains("//") && PLAIN.matcher(path).matches()
                ? Optional.of(path.replaceAll("/+", "/"))
                : PreviewPath.present(path);
        if (present.isPresent()) {
            return new ApiResponse.Text(308, Map.of("location", present.get() + query(request)), "");
        }
        return ApiResponse.error(ErrorCode.ENDPOINT_NOT_FOUND, "No such endpoint: " + request.method() + " " + path);
    }

    private static String query(ApiRequest request) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        request.query()
                .forEach((name, values) -> values.forEach(value -> query.add(encoded(name) + "=" + encoded(value))));
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
