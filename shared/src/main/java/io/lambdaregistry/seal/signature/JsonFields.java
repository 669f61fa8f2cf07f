package io.lambdaregistry.seal.signature;

import io.lambdaregistry.error.RegistryException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object of a signature's JSON, and its place there, which error messages name.
 *
 * @param place such as {@code dsseEnvelope}; empty for the whole
 */
record JsonFields(Map<?, ?> fields, String place) {
    /** @throws RegistryException INVALID_PARAMETER_VALUE if the value is no object; likewise the other methods */
    static JsonFields of(@Nullable Object value, String place) {
        if (value instanceof Map<?, ?> fields) {
            return new JsonFields(fields, place);
        }
        throw notASignature(place.isEmpty() ? "it is no JSON object" : "'" + place + "' is no object");
    }

    static RegistryException notASignature(String reason) {
        return RegistryException.invalid("This is no signature of OpenSSF Model Signing v1: " + reason + ".");
    }

    private String at(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    JsonFields object(String name) {
        return of(fields.get(name), at(name));
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> notASignature("'" + at(name) + "' is missing"));
    }

    Optional<String> optionalText(String name) {
        Object value = fields.get(name);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        throw notASignature("'" + at(name) + "' is no text");
    }

    byte[] bytes(String name) {
        try {
            return Base64.getDecoder().decode(text(name));
        } catch (IllegalArgumentException notBase64) {
            throw notASignature("'" + at(name) + "' is no base64");
        }
    }

    List<JsonFields> objects(String name) {
        if (!(fields.get(name) instanceof List<?> values)) {
            throw notASignature("'" + at(name) + "' is no list");
        }
        List<JsonFields> objects = new ArrayList<>();
        for (Object value : values) {
            objects.add(of(value, at(name) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    /** The only element of a list. */
    JsonFields only(String name) {
        List<JsonFields> objects = objects(name);
        if (objects.size() != 1) {
            throw notASignature("'" + at(name) + "' has " + objects.size() + " elements, and must have one");
        }
        return objects.getFirst();
    }

    /** Requires that a text is one of those that are supported. */
    void require(String name, List<String> supported) {
        String value = text(name);
        if (!supported.contains(value)) {
            throw notASignature(
                    "'%s' is '%s', and must be '%s'".formatted(at(name), shortened(value), supported.getFirst()));
        }
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
