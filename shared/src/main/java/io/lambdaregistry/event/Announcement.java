package io.lambdaregistry.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What webhooks are told of a change, as MLflow tells it. The name of the model comes first in it, and stands for itself.
 *
 * @param entity MLflow's name of the kind of thing that was changed
 * @param data in the order in which it is sent
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
