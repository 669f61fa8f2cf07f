package io.lambdaregistry.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lambdaregistry.metering.ResponseBytes;
import io.lambdaregistry.search.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON as MLflow's server does (proto3 names in snake_case): a null field is left out, and so is a list that is
 * empty; int64 is a number; NaN is the string {@code "NaN"} and an infinity the largest double.
 *
 * <p>A {@linkplain #page page} ends early where the text would become larger than {@link ResponseBytes#MOST}.
 */
public final class JsonWriter {
    /** Room for the token that follows the list of a page; it holds a name of 1,024 bytes at most. */
    private static final int TOKEN_BYTES = 20_000;

    private final EncodedText text = new EncodedText();
    private final JsonGenerator generator;

    /** Whether lists that may be shortened are to be. */
    private boolean tight;

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
        flush();
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

    /**
     * Writes a page as a list and its token. A page that would be too large ends early, with the token of the items that are left
     * out. It has at least one item. If the first item is too large by itself, its {@linkplain #shortenable shortenable} lists are
     * shortened.
     */
    public <T> JsonWriter page(String name, Page<T> page, BiConsumer<JsonWriter, T> fields) {
        return page(name, page, ResponseBytes.MOST, fields);
    }

    /**
     * As {@link #page(String, Page, BiConsumer)}, for a text that has other lists too.
     *
     * @param upTo the bytes that the text may have after the page
     */
    public <T> JsonWriter page(String name, Page<T> page, int upTo, BiConsumer<JsonWriter, T> fields) {
        int most = upTo - TOKEN_BYTES;
        List<T> items = page.items();
        int written = 0;
        if (!items.isEmpty()) {
            int start = flush().text.length();
            write(() -> generator.writeArrayFieldStart(name));
            written = elements(items, most, fields);
            if (written == 0) {
                write(generator::writeEndArray);
                firstShortened(start, name, items.getFirst(), fields);
                written = 1;
            }
            write(generator::writeEndArray);
        }
        return field(
                "next_page_token",
                written == items.size()
                        ? page.nextPageToken().orElse(null)
                        : page.tokenAfter().apply(written - 1));
    }

    /** Writes the array anew from its start. If it was the object's first field, the generator's comma remains. */
    private <T> void firstShortened(int start, String name, T first, BiConsumer<JsonWriter, T> fields) {
        boolean isFirstField = flush().text.charAt(start) != ',';
        text.cut(start);
        write(() -> generator.writeArrayFieldStart(name));
        flush();
        if (isFirstField) {
            text.dropComma(start);
        }
        tight = true;
        object(writer -> fields.accept(writer, first));
        tight = false;
    }

    /**
     * Writes a list of objects, as {@link #list}, that may be shortened if the text would be too large with all of it, because
     * another operation returns the rest.
     */
    public <T> JsonWriter shortenable(String name, Collection<T> items, BiConsumer<JsonWriter, T> fields) {
        return tight ? listUpTo(ResponseBytes.MOST - TOKEN_BYTES, name, items, fields) : list(name, items, fields);
    }

    /** Writes an object whose {@linkplain #shortenable shortenable} lists are shortened if the text would be too large. */
    public JsonWriter shortened(String name, JsonBody body) {
        tight = true;
        object(name, body);
        tight = false;
        return this;
    }

    /** Writes an object, unless the text would have more bytes then. It is not the first field. */
    public JsonWriter objectUpTo(int most, String name, @Nullable JsonBody body) {
        int before = flush().text.length();
        object(name, body);
        if (flush().text.bytes() > most) {
            text.cut(before);
        }
        return this;
    }

    /** Writes as many of the objects as the text takes before it has that many bytes; an empty list is left out. */
    public <T> JsonWriter listUpTo(int most, String name, Collection<T> items, BiConsumer<JsonWriter, T> fields) {
        if (items.isEmpty()) {
            return this;
        }
        write(() -> generator.writeArrayFieldStart(name));
        elements(items, most, fields);
        return write(generator::writeEndArray);
    }

    /** Writes as many as fit, and returns their number. */
    private <T> int elements(Collection<T> items, int most, BiConsumer<JsonWriter, T> fields) {
        int written = 0;
        for (T item : items) {
            int before = flush().text.length();
            object(writer -> fields.accept(writer, item));
            if (flush().text.bytes() > most) {
                text.cut(before);
                return written;
            }
            written++;
        }
        return written;
    }

    private JsonWriter flush() {
        return write(generator::flush);
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
