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
 * What no other route takes: a definite refusal, which clients do not try again. Where only a doubled slash led astray, it
 * redirects, as MLflow does: so a tracking URI may end in a slash. What clients of MLflow 1 ask for is redirected as well, so
 * that it needs no routes and no rights of its own; they send method and body again.
 */
final class UnknownRoute extends ApiHandler {
    /** Without anything that a browser could take for another host, or that would have to be encoded again. */
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
