package io.lambdaregistry.webhook;

import io.lambdaregistry.error.Quoted;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** JSON as Python writes it, byte for byte: what MLflow signs and sends. */
final class PythonJson {
    private PythonJson() {}

    /** @param value a string, a number, a map with string keys, or null */
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> Quoted.text(String.valueOf(entry.getKey())) + ": " + text(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Number number -> number.toString();
            default -> Quoted.text(value.toString());
        };
    }
}
