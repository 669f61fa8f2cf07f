package io.lambdaregistry.functions.snapstart;

import io.lambdaregistry.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sample data of rehearsals. One set serves all functions: events contain every parameter that any operation reads, and the
 * item has the attributes of every kind of item; unknown ones are ignored. A partition has attributes of its own only where two
 * kinds use one attribute differently.
 */
final class Samples {
    private static final Map<String, @Nullable Object> ALL = read();

    private Samples() {}

    /** The sample requests, which contain the records of a queue too. */
    static List<byte[]> events(String routeKey) {
        List<byte[]> events = new ArrayList<>();
        for (Object event : (List<?>) Objects.requireNonNull(ALL.get("events"))) {
            Map<String, @Nullable Object> request = new LinkedHashMap<>(asObject(event));
            request.put("routeKey", routeKey);
            events.add(Json.text(withBody(request)).getBytes(StandardCharsets.UTF_8));
        }
        return events;
    }

    /** The sample item of a partition, in DynamoDB's JSON. */
    static Map<String, @Nullable Object> item(String partition) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>(asObject(ALL.get("item")));
        if (asObject(ALL.get("attributesIn")).get(partition) instanceof Map<?, ?> others) {
            others.forEach((name, value) -> item.put(String.valueOf(name), value));
        }
        return item;
    }

    /** Whether items of this partition must be absent: an upload is registered only if it is new. */
    static boolean isNew(String partition) {
        return partition.startsWith("UPLOADS#");
    }

    /** The content of every sample file. */
    static String file() {
        return String.valueOf(ALL.get("file"));
    }

    /** The samples write the body as an object; in an event it is text, and the last field. */
    private static Map<String, @Nullable Object> withBody(Map<String, @Nullable Object> request) {
        Object body = request.remove("body");
        if (body != null) {
            String text = Json.text(body);
            request.put(
                    "body",
                    Boolean.TRUE.equals(request.get("isBase64Encoded"))
                            ? Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
                            : text);
        }
        return request;
    }

    private static Map<String, @Nullable Object> read() {
        try (InputStream file = Objects.requireNonNull(Samples.class.getResourceAsStream("samples.json"))) {
            return asObject(Json.parse(file.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // Json makes every object a map with string keys
    private static Map<String, @Nullable Object> asObject(@Nullable Object object) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(object);
    }
}
