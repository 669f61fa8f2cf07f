package io.lambdaregistry.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The payload that webhooks receive for a change, in MLflow's words. The name of the model is its first field, and is not in
 * the data.
 *
 * @param entity MLflow's name of the kind of thing that was changed
 * @param data the other fields, in the order in which they are sent
 */
public record Announcement(String entity, Map<String, @Nullable Object> data) {
    static Announcement of(String entity) {
        return new Announcement(entity, Map.of());
    }

    Announcement with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(data);
        more.put(name, value);
        return new Announcement(entity, Collections.unmodifiableMap(more));
    }
}
