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
 * What a rehearsal is made of. There is one set of samples for all functions: events that hold every parameter that an
 * operation asks for, and an item that has the attributes of every kind of item; what nobody asks for is ignored. Only where
 * kinds disagree on an attribute, a partition has its own.
 */
final class Samples {
    private static final Map<String, @Nullable Object> ALL = read();

    private Samples() {}

    /** Requests, which hold the records of a queue too. */
    static List<byte[]> events(String routeKey) {
        List<byte[]> events = new ArrayList<>();
        for (Object event : (List<?>) Objects.requireNonNull(ALL.get("events"))) {
            Map<String, @Nullable Object> request = new LinkedHashMap<>(asObject(event));
            request.put("routeKey", routeKey);
            events.add(Json.text(withBody(request)).getBytes(StandardCharsets.UTF_8));
        }
        return events;
    }

    /** An item of a partition, as DynamoDB writes it. */
    static Map<String, @Nullable Object> item(String partition) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>(asObject(ALL.get("item")));
        if (asObject(ALL.get("attributesIn")).get(partition) instanceof Map<?, ?> others) {
            others.forEach((name, value) -> item.put(String.valueOf(name), value));
        }
        return item;
    }

    /** Whether what is asked for is not there yet: what was uploaded is registered only if it is new. */
    static boolean isNew(String partition) {
        return partition.startsWith("UPLOADS#");
    }

    /** The content of any file. */
    static String file() {
        return String.valueOf(ALL.get("file"));
    }

    /** The body is written as an object, but is text in an event, and last. */
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
