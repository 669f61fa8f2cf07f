package io.lambdaregistry.local.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object of the source's responses. A missing text is empty, and a missing number is 0. */
record Fields(Map<?, ?> values) {
    static Fields of(@Nullable Object json) {
        return new Fields(json instanceof Map<?, ?> map ? map : Map.of());
    }

    String text(String name) {
        String text = textOrNull(name);
        return text == null ? "" : text;
    }

    @Nullable String textOrNull(String name) {
        Object value = values.get(name);
        return value == null ? null : value.toString();
    }

    long number(String name) {
        Long number = numberOrNull(name);
        return number == null ? 0 : number;
    }

    /** a 64-bit integer may be written as a string */
    @Nullable Long numberOrNull(String name) {
        return switch (values.get(name)) {
            case Number number -> number.longValue();
            case String text when !text.isEmpty() -> Long.valueOf(text);
            case null, default -> null;
        };
    }

    /** A number; NaN and the infinities are written as strings. */
    double real(String name) {
        return switch (values.get(name)) {
            case Number number -> number.doubleValue();
            case String text -> Double.parseDouble(text);
            case null, default -> 0;
        };
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    Fields object(String name) {
        return of(values.get(name));
    }

    List<Fields> list(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().map(Fields::of).toList()
                : List.of();
    }

    /** A list of {@code {"key": …, "value": …}} as a map; the last value of a key wins. */
    Map<String, String> keyValues(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        list(name).forEach(pair -> pairs.put(pair.text("key"), pair.text("value")));
        return pairs;
    }

    List<String> texts(String list, String name) {
        List<String> texts = new ArrayList<>();
        list(list).forEach(element -> texts.add(element.text(name)));
        return texts;
    }
}
