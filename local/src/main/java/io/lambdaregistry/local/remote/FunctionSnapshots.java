package io.lambdaregistry.local.remote;

import io.lambdaregistry.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * The published versions behind a deployed API: since when each has its snapshot, and whether Lambda still keeps it. Lambda
 * deletes the snapshot of a version that was not called for 14 days, and the next call fails until there is a new one.
 */
final class FunctionSnapshots {
    private static final Pattern FUNCTION = Pattern.compile("function:([^:/]+):([^:/]+)");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ");

    private final RemoteRegistry registry;
    private final Function<String, URI> endpoints;
    private final Clock clock;

    /** @param endpoints the address of a service of AWS, by its name */
    FunctionSnapshots(RemoteRegistry registry, Function<String, URI> endpoints, Clock clock) {
        this.registry = registry;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    /** The address of a service in a region, in which AWS's partitions differ. */
    static Function<String, URI> endpointsOf(String region) {
        String suffix = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
        return service -> URI.create("https://" + service + "." + region + suffix);
    }

    /** The credentials do not allow to read the functions, or there are no credentials. */
    static final class NotReadableException extends IOException {
        private static final long serialVersionUID = 1L;

        NotReadableException(String message) {
            super(message);
        }
    }

    /**
     * Says how old the snapshots are.
     *
     * @param api API Gateway's id of the API
     * @throws NotReadableException if the credentials do not allow it
     * @throws IOException if a version is not active; the message names those
     */
    String examine(String api) throws IOException {
        TreeMap<String, Duration> ages = new TreeMap<>();
        TreeMap<String, String> notActive = new TreeMap<>();
        for (Map.Entry<String, String> function : functionsOf(api).entrySet()) {
            Map<?, ?> version = get(
                    "lambda",
                    "/2015-03-31/functions/" + function.getKey() + "/configuration?Qualifier=" + function.getValue());
            OffsetDateTime published = OffsetDateTime.parse(String.valueOf(version.get("LastModified")), TIME);
            ages.put(function.getKey(), Duration.between(published, OffsetDateTime.now(clock)));
            if (!"Active".equals(version.get("State"))) {
                notActive.put(function.getKey(), String.valueOf(version.get("State")));
            }
        }
        if (!notActive.isEmpty()) {
            throw new IOException(
                    "not active, so their next requests fail; publish them anew by sam deploy: " + notActive);
        }
        List<Duration> sorted = ages.values().stream().sorted().toList();
        return sorted.isEmpty()
                ? "the API calls no functions"
                : "%d functions, all active, with snapshots that are %s to %s old"
                        .formatted(sorted.size(), words(sorted.getFirst()), words(sorted.getLast()));
    }

    private static String words(Duration age) {
        return age.toHours() < 48 ? age.toHours() + " hours" : age.toDays() + " days";
    }

    /** The functions, each with the alias that the API calls. */
    private Map<String, String> functionsOf(String api) throws IOException {
        Map<String, String> functions = new TreeMap<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            String token = next.get().isEmpty() ? "" : "&nextToken=" + UrlQuery.encoded(next.get());
            Map<?, ?> page = get("apigateway", "/v2/apis/" + api + "/integrations?maxResults=100" + token);
            Stream<?> items = page.get("items") instanceof List<?> list ? list.stream() : Stream.empty();
            items.map(item -> item instanceof Map<?, ?> fields ? String.valueOf(fields.get("integrationUri")) : "")
                    .map(FUNCTION::matcher)
                    .filter(Matcher::find)
                    .forEach(function -> functions.put(function.group(1), function.group(2)));
            next = Optional.ofNullable(page.get("nextToken")).map(Object::toString);
        }
        return functions;
    }

    private Map<?, ?> get(String service, String target) throws IOException {
        HttpResponse<InputStream> answer;
        try {
            answer = registry.sendElsewhere(
                    Optional.of(service), "GET", URI.create(endpoints.apply(service) + target), Map.of(), new byte[0]);
        } catch (SdkClientException noCredentials) {
            throw new NotReadableException(String.valueOf(noCredentials.getMessage()));
        }
        try (InputStream content = answer.body()) {
            String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
            if (answer.statusCode() == 403) {
                throw new NotReadableException(
                        "the credentials do not allow apigateway:GET and" + " lambda:GetFunctionConfiguration");
            }
            if (answer.statusCode() == 200 && Json.parse(text) instanceof Map<?, ?> object) {
                return object;
            }
            throw new IOException(answer.statusCode() + " to " + service + target + ": " + text);
        }
    }
}
