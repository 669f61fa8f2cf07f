package io.lambdaregistry.embedded.dynamodb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The path of a value: an attribute, or an entry of a map in it. */
record DocumentPath(List<String> names) {

    String attribute() {
        return names.getFirst();
    }

    boolean overlaps(DocumentPath other) {
        int shared = Math.min(names.size(), other.names.size());
        return names.subList(0, shared).equals(other.names.subList(0, shared));
    }

    @Nullable AttributeValue in(Map<String, AttributeValue> item) {
        AttributeValue found = item.get(attribute());
        for (int i = 1; i < names.size() && found != null; i++) {
            found = found.hasM() ? found.m().get(names.get(i)) : null;
        }
        return found;
    }

    /** Sets the value at this path, or removes it where {@code value} is null; maps on the way are copied. */
    void change(Map<String, AttributeValue> item, @Nullable AttributeValue value) {
        change(item, names, value);
    }

    private static void change(Map<String, AttributeValue> map, List<String> path, @Nullable AttributeValue value) {
        String name = path.getFirst();
        if (path.size() == 1) {
            if (value == null) {
                map.remove(name);
            } else {
                map.put(name, value);
            }
            return;
        }
        AttributeValue inner = map.get(name);
        if (inner == null || !inner.hasM()) {
            throw Refusal.validation("The document path provided in the update expression is invalid for update");
        }
        Map<String, AttributeValue> copy = new LinkedHashMap<>(inner.m());
        change(copy, path.subList(1, path.size()), value);
        map.put(name, AttributeValue.fromM(copy));
    }
}
