package io.lambdaregistry.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares values with the schemas of docs/openapi.yaml, in the keywords that the file uses. It is stricter than JSON Schema: a
 * property that the schema does not name is an error, unless the schema says {@code additionalProperties: true}. So a field
 * that is new in a response is missed in the file.
 */
final class SchemaCheck {
    private static final Set<String> WORDS = Set.of("description", "externalDocs", "title", "format", "example");
    private static final Set<String> CHECKED =
            Set.of("$ref", "type", "enum", "required", "properties", "items", "additionalProperties");

    private final Map<String, Object> root;
    private final List<String> errors = new ArrayList<>();

    private SchemaCheck(Map<String, Object> root) {
        this.root = root;
    }

    /** Returns what does not fit, each with its place; empty if the value fits. */
    static List<String> errors(Map<String, Object> root, Map<String, Object> schema, @Nullable Object value) {
        SchemaCheck check = new SchemaCheck(root);
        check.check("", schema, value);
        return check.errors;
    }

    private void check(String place, Map<String, Object> schema, @Nullable Object value) {
        for (String keyword : schema.keySet()) {
            if (!CHECKED.contains(keyword) && !WORDS.contains(keyword)) {
                errors.add(place + ": the keyword " + keyword + " is not checked");
            }
        }
        if (schema.get("$ref") instanceof String reference) {
            check(place, resolved(reference), value);
            return;
        }
        if (schema.get("type") instanceof String type && !isOf(type, value)) {
            errors.add(place + " is no " + type + ": " + value);
            return;
        }
        if (schema.get("enum") instanceof List<?> constants && !constants.contains(value)) {
            errors.add(place + " is none of " + constants + ": " + value);
        }
        if (value instanceof List<?> list) {
            list.forEach(item -> check(place + "[]", OpenApi.map(schema.get("items")), item));
        }
        if (value instanceof Map<?, ?> object) {
            checkObject(place, schema, object);
        }
    }

    private void checkObject(String place, Map<String, Object> schema, Map<?, ?> object) {
        Map<String, Object> properties = OpenApi.map(schema.get("properties"));
        for (Object name : schema.get("required") instanceof List<?> required ? required : List.of()) {
            if (!object.containsKey(name)) {
                errors.add(place + "." + name + " is missing");
            }
        }
        object.forEach((name, value) -> {
            if (properties.containsKey(name)) {
                check(place + "." + name, OpenApi.map(properties.get(name)), value);
            } else if (!Boolean.TRUE.equals(schema.get("additionalProperties"))) {
                errors.add(place + "." + name + " is not in the file");
            }
        });
    }

    private Map<String, Object> resolved(String reference) {
        Map<String, Object> at = root;
        for (String step : reference.replaceFirst("^#/", "").split("/", -1)) {
            at = OpenApi.map(at.get(step));
        }
        return at;
    }

    private static boolean isOf(String type, @Nullable Object value) {
        return switch (type) {
            case "string" -> value instanceof String;
            case "integer" -> value instanceof Long;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "array" -> value instanceof List<?>;
            case "object" -> value instanceof Map<?, ?>;
            default -> throw new IllegalArgumentException(type);
        };
    }
}
