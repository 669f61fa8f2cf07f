package io.lambdaregistry.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts JSON text to plain Java values and back. An object is a {@link Map}, an array a {@link List}, a number a {@link Long}
 * or a {@link Double} (an integer of more than 64 bits a {@link java.math.BigInteger}), and {@code null} is null.
 *
 * <p>A parser keeps nothing of its input. Jackson's parsers usually share one table of the names that they have read, so a
 * client that fills the table with colliding names breaks the parsers of all other clients; see
 * docs/decisions/0002-json-by-streaming.md.
 */
public final class Json {
    /** The most brackets, names and values in one text. Ten thousand metrics with all their fields have 200,000. */
    static final int MAX_TOKENS = 1_000_000;

    /** The most tokens in a page of another registry, which decides the page's size: 100 runs with 5,000 metrics each. */
    private static final long MAX_TOKENS_OF_A_PAGE = 5_000_000;

    /** In characters: the longest name of a field. The longest name that the registry uses is a tag's, of 250. */
    static final int MAX_NAME_LENGTH = 10_000;

    private static final int MAX_STRING_LENGTH = 64 << 20;
    private static final int MAX_NUMBER_LENGTH = 1_000;

    /** Nesting is bounded so that no input can overflow the stack. */
    static final int MAX_DEPTH = 100;

    /** The limits in words, for error messages. */
    public static final String LIMITS = String.format(
            Locale.ROOT,
            "%,d brackets, names and values, %d levels, names of %,d characters, numbers of %,d digits",
            MAX_TOKENS,
            MAX_DEPTH,
            MAX_NAME_LENGTH,
            MAX_NUMBER_LENGTH);

    private static final JsonFactory FACTORY = factory(MAX_TOKENS, MAX_STRING_LENGTH);
    private static final JsonFactory PAGES = factory(MAX_TOKENS_OF_A_PAGE, MAX_STRING_LENGTH);
    private static final JsonFactory STREAMS = factory(MAX_TOKENS, Integer.MAX_VALUE);

    private Json() {}

    private static JsonFactory factory(long maxTokens, int maxStringLength) {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxTokenCount(maxTokens)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxStringLength(maxStringLength)
                        .build())
                .build();
    }

    /** Returns a parser that reads a stream of UTF-8. Its strings may be of any length, because one of them can be a file. */
    public static JsonParser streamingParser(InputStream utf8) throws IOException {
        return STREAMS.createParser(strictReader(utf8, StandardCharsets.UTF_8));
    }

    /** Returns a generator that writes UTF-8. */
    public static JsonGenerator generator(OutputStream utf8) throws IOException {
        return FACTORY.createGenerator(utf8);
    }

    /** Returns a generator that appends to a text. */
    static JsonGenerator generator(Writer text) throws IOException {
        return FACTORY.createGenerator(text);
    }

    /**
     * Reads a text that is exactly one JSON value, in UTF-8 or UTF-16.
     *
     * @throws UncheckedIOException when the text is not JSON; its cause is a {@link StreamConstraintsException} when the text
     *     exceeds one of the limits above
     */
    public static @Nullable Object parse(byte[] text) {
        int start = startsWith(text, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        InputStream bytes = new ByteArrayInputStream(text, start, text.length - start);
        return parse(FACTORY, strictReader(bytes, charset(text)));
    }

    /** Like {@link #parse(byte[])}. */
    public static @Nullable Object parse(String text) {
        return parse(FACTORY, new StringReader(text));
    }

    /** Like {@link #parse(byte[])}, with the larger limit for a page of another registry. */
    public static @Nullable Object parsePage(byte[] text) {
        return parse(PAGES, strictReader(new ByteArrayInputStream(text), StandardCharsets.UTF_8));
    }

    private static @Nullable Object parse(JsonFactory factory, Reader text) {
        try (JsonParser parser = factory.createParser(text)) {
            return readWhole(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JSON begins with an ASCII character, so the position of that character's zero byte identifies UTF-16. */
    private static Charset charset(byte[] text) {
        if (startsWith(text, 0xFE, 0xFF) || startsWith(text, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16;
        }
        if (text.length > 1 && text[0] == 0) {
            return StandardCharsets.UTF_16BE;
        }
        return text.length > 1 && text[1] == 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
    }

    private static boolean startsWith(byte[] text, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= text.length || (text[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns a reader that fails on malformed bytes; the usual reader replaces them. */
    private static Reader strictReader(InputStream bytes, Charset charset) {
        return new InputStreamReader(bytes, charset.newDecoder());
    }

    private static @Nullable Object readWhole(JsonParser parser) throws IOException {
        parser.nextToken();
        Object value = read(parser);
        if (parser.nextToken() != null) {
            throw new IOException("more text after the JSON value");
        }
        return value;
    }

    /** Reads the value that the parser's current token begins, and leaves the parser at its last token. */
    public static @Nullable Object read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("no JSON value");
        }
        return switch (token) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readNumber(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IOException("unexpected " + token);
        };
    }

    private static Number readNumber(JsonParser parser) throws IOException {
        Number number = parser.getNumberValue();
        return number instanceof Integer ? Long.valueOf(number.longValue()) : number;
    }

    private static Map<String, @Nullable Object> readObject(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, read(parser));
        }
        return object;
    }

    private static List<@Nullable Object> readArray(JsonParser parser) throws IOException {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(read(parser));
        }
        return array;
    }

    /** Returns the JSON text of a value of the types that {@link #parse(String)} returns. */
    public static String text(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = generator(text)) {
            write(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> generator.writeNull();
            case String string -> generator.writeString(string);
            case Boolean bool -> generator.writeBoolean(bool);
            case Number number -> generator.writeNumber(number.toString());
            case List<?> list -> {
                generator.writeStartArray();
                for (Object element : list) {
                    write(generator, element);
                }
                generator.writeEndArray();
            }
            case Map<?, ?> map -> {
                generator.writeStartObject();
                for (Map.Entry<?, ?> field : map.entrySet()) {
                    generator.writeFieldName(String.valueOf(field.getKey()));
                    write(generator, field.getValue());
                }
                generator.writeEndObject();
            }
            default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
        }
    }

    /** Returns the text of one object whose fields {@code body} writes. */
    public static String object(JsonBody body) {
        JsonWriter writer = new JsonWriter();
        writer.object(body);
        return writer.toString();
    }
}
