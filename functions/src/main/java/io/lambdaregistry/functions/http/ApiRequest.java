package io.lambdaregistry.functions.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lambdaregistry.access.Principal;
import io.lambdaregistry.artifact.PercentDecoding;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request in the form in which API Gateway's HTTP API sends it to a function.
 *
 * @param routeKey the key of the route in template.yaml: its method and path, or {@code $default}
 * @param method upper case
 * @param path without the query
 * @param pathParameters the variables of the route, percent-decoded once
 * @param query every value of each parameter, in order
 * @param headers names in lower case
 * @param requestId the id that the API gave the request
 * @param caller empty where the API has no authorizer
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">
 *     payload format 2.0</a>
 */
public record ApiRequest(
        String routeKey,
        String method,
        String path,
        Map<String, String> pathParameters,
        Map<String, List<String>> query,
        Map<String, String> headers,
        String requestId,
        Optional<Principal> caller,
        RequestBody body) {
    /** In names; more than any operation needs. A name may have as many values as fit into the address. */
    private static final int MAX_QUERY_PARAMETERS = 1_000;

    public @Nullable String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    /** Whether the client accepts gzip: by its name or else by {@code *}, and not with the weight 0. */
    public boolean acceptsGzip() {
        String header = header("accept-encoding");
        return header != null && (weighs(header, "gzip") || (!names(header, "gzip") && weighs(header, "*")));
    }

    private static boolean names(String header, String coding) {
        return codings(header).anyMatch(given -> given[0].equals(coding));
    }

    private static boolean weighs(String header, String coding) {
        return codings(header)
                .anyMatch(given -> given[0].equals(coding) && (given.length == 1 || !given[1].matches("q=0(\\.0*)?")));
    }

    /** Each coding of the header with its parameter, in lower case and without spaces. */
    private static Stream<String[]> codings(String header) {
        return Arrays.stream(
                        header.toLowerCase(Locale.ROOT).replaceAll("\\s", "").split(",", -1))
                .map(coding -> coding.split(";", 2));
    }

    /** The value of a route's variable; empty where the route has no such variable. */
    public String pathParameter(String name) {
        return pathParameters.getOrDefault(name, "");
    }

    /** The first value of a query parameter. */
    public @Nullable String queryParameter(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.getFirst();
    }

    /** The error for a request that exceeds one of the limits of {@link Json}. */
    static RegistryException beyondLimits() {
        return RegistryException.invalid("The request exceeds a limit of the registry: " + Json.LIMITS + ".");
    }

    /**
     * Reads an event. A base64 body that is the event's last field stays on the parser and is streamed, so that artifacts of
     * any size can be uploaded where the sender has no limit of its own.
     */
    static ApiRequest read(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        RequestBody body = RequestBody.EMPTY;
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("body") && isLast(event)) {
                body = RequestBody.streaming(parser);
                break;
            }
            event.put(name, Json.read(parser));
        }
        if (event.get("body") instanceof String text) {
            body = RequestBody.of(text, Boolean.TRUE.equals(event.get("isBase64Encoded")));
        }
        Map<String, @Nullable Object> context = object(event, "requestContext");
        Map<String, @Nullable Object> http = object(context, "http");
        return new ApiRequest(
                String.valueOf(event.get("routeKey")),
                String.valueOf(http.get("method")).toUpperCase(Locale.ROOT),
                String.valueOf(event.get("rawPath")),
                strings(object(event, "pathParameters")),
                parseQuery(event.get("rawQueryString") instanceof String query ? query : ""),
                lowerCased(strings(object(event, "headers"))),
                context.get("requestId") instanceof String id ? id : "",
                Authorizer.principal(object(context, "authorizer")),
                body);
    }

    /** Whether all other fields that a request needs have been read, and the body is known to be base64. */
    private static boolean isLast(Map<String, @Nullable Object> event) {
        return Boolean.TRUE.equals(event.get("isBase64Encoded"))
                && event.containsKey("routeKey")
                && event.containsKey("rawPath")
                && event.containsKey("rawQueryString")
                && event.containsKey("headers")
                && event.containsKey("pathParameters")
                && event.containsKey("requestContext");
    }

    /** Parses the raw query, since the event's own map joins repeated values with commas, and values may contain commas too. */
    private static Map<String, List<String>> parseQuery(String rawQuery) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = PercentDecoding.ofForm(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : PercentDecoding.ofForm(pair.substring(equals + 1));
                query.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
                if (query.size() > MAX_QUERY_PARAMETERS) {
                    throw RegistryException.invalid("The query has more than " + MAX_QUERY_PARAMETERS + " parameters.");
                }
            }
        }
        return query;
    }

    @SuppressWarnings("unchecked") // Json makes every object a map with string keys
    private static Map<String, @Nullable Object> object(Map<String, @Nullable Object> parent, String name) {
        return parent.get(name) instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    private static Map<String, String> strings(Map<String, @Nullable Object> object) {
        Map<String, String> strings = new LinkedHashMap<>();
        object.forEach((name, value) -> strings.put(name, String.valueOf(value)));
        return strings;
    }

    private static Map<String, String> lowerCased(Map<String, String> headers) {
        Map<String, String> lowerCased = new LinkedHashMap<>();
        headers.forEach((name, value) -> lowerCased.put(name.toLowerCase(Locale.ROOT), value));
        return lowerCased;
    }
}
