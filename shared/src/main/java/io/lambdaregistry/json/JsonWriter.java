package io.lambdaregistry.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON as MLflow's server does (proto3 names in snake_case): a null field is left out, and so is a list that is
 * empty; int64 is a number; NaN is the string {@code "NaN"} and an infinity the largest double.
 */
public final class JsonWriter {
    private final StringWriter text = new StringWriter(512);
    private final JsonGenerator generator;

    public JsonWriter() {
        try {
            this.generator = Json.generator(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text written so far. */
    @Override
    public String toString() {
        write(generator::flush);
        return text.toString();
    }

    /** Writes an object without a name: the whole text, or an element of a list. */
    public JsonWriter object(JsonBody body) {
        write(generator::writeStartObject);
        body.writeTo(this);
        return write(generator::writeEndObject);
    }

    public JsonWriter object(String name, @Nullable JsonBody body) {
        return body == null ? this : name(name).object(body);
    }

    public JsonWriter field(String name, @Nullable String value) {
        return value == null ? this : write(() -> generator.writeStringField(name, value));
    }

    public JsonWriter field(String name, @Nullable Long value) {
        return value == null ? this : write(() -> generator.writeNumberField(name, value.longValue()));
    }

    public JsonWriter field(String name, long value) {
        return write(() -> generator.writeNumberField(name, value));
    }

    public JsonWriter field(String name, @Nullable Boolean value) {
        return value == null ? this : write(() -> generator.writeBooleanField(name, value.booleanValue()));
    }

    public JsonWriter field(String name, double value) {
        return name(name).number(value);
    }

    /** Writes a list of objects; an empty list is left out. */
    public <T> JsonWriter list(String name, Collection<T> items, BiConsumer<JsonWriter, T> fields) {
        return items.isEmpty() ? this : listOrEmpty(name, items, fields);
    }

    /** Writes a list of objects, also when it is empty. */
    public <T> JsonWriter listOrEmpty(String name, Collection<T> items, BiConsumer<JsonWriter, T> fields) {
        write(() -> generator.writeArrayFieldStart(name));
        items.forEach(item -> object(writer -> fields.accept(writer, item)));
        return write(generator::writeEndArray);
    }

    /** Writes a list of strings; an empty list is left out. */
    public JsonWriter strings(String name, Collection<String> items) {
        if (items.isEmpty()) {
            return this;
        }
        write(() -> generator.writeArrayFieldStart(name));
        items.forEach(item -> write(() -> generator.writeString(item)));
        return write(generator::writeEndArray);
    }

    /** Writes a map as MLflow's list of {@code {"key", "value"}}; an empty map is left out. */
    public JsonWriter keyValues(String name, Map<String, String> map) {
        return list(
                name,
                map.entrySet(),
                (writer, entry) -> writer.field("key", entry.getKey()).field("value", entry.getValue()));
    }

    private JsonWriter number(double value) {
        if (Double.isNaN(value)) {
            return write(() -> generator.writeString("NaN"));
        }
        double finite = Math.clamp(value, -Double.MAX_VALUE, Double.MAX_VALUE);
        return write(() -> generator.writeNumber(finite));
    }

    private JsonWriter name(String name) {
        return write(() -> generator.writeFieldName(name));
    }

    private JsonWriter write(Writing writing) {
        try {
            writing.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }
}
