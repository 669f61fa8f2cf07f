package io.lambdaregistry.dynamodb;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item of the table, read and built by typed attributes. Setting null leaves the attribute out. Where a {@linkplain LongTexts
 * digest} stands in the place of a long string, the string is returned.
 */
public final class Item {
    private final Map<String, AttributeValue> attributes;
    private final @Nullable Texts texts;

    private Item(Map<String, AttributeValue> attributes, @Nullable Texts texts) {
        this.attributes = attributes;
        this.texts = texts;
    }

    /** An item whose long texts are left out: a digest is read as an empty string. */
    static Item of(Map<String, AttributeValue> attributes) {
        return new Item(attributes, null);
    }

    static Item of(Map<String, AttributeValue> attributes, Texts texts) {
        return new Item(attributes, texts);
    }

    static Item with(Key key) {
        return new Item(new LinkedHashMap<>(key.attributes()), null);
    }

    /** The same attributes in an item that can be changed; one that was read can't. */
    Item copy() {
        return new Item(new LinkedHashMap<>(attributes), texts);
    }

    /** The same attributes but one, in an item that can be changed. */
    Item without(String name) {
        Item copy = copy();
        copy.attributes.remove(name);
        return copy;
    }

    Key key() {
        return new Key(string(Keys.PK), string(Keys.SK));
    }

    Map<String, AttributeValue> attributes() {
        return Collections.unmodifiableMap(attributes);
    }

    boolean has(String name) {
        return attributes.containsKey(name);
    }

    /** An attribute that every item of its kind has. */
    AttributeValue required(String name) {
        return Objects.requireNonNull(attributes.get(name), name);
    }

    /** The string of that name; empty where there is none. */
    String string(String name) {
        String value = stringOrNull(name);
        return value == null ? "" : value;
    }

    @Nullable
    String stringOrNull(String name) {
        AttributeValue value = attributes.get(name);
        return value == null ? null : text(value);
    }

    private @Nullable String text(AttributeValue value) {
        if (value.b() == null) {
            return value.s();
        }
        return texts == null ? "" : texts.of(value.b());
    }

    /** The integer of that name; 0 where there is none. */
    long number(String name) {
        AttributeValue value = attributes.get(name);
        return value == null || value.n() == null ? 0 : Long.parseLong(value.n());
    }

    @Nullable
    Long numberOrNull(String name) {
        return attributes.containsKey(name) ? (Long) number(name) : null;
    }

    Set<String> stringSet(String name) {
        AttributeValue value = attributes.get(name);
        return value == null || !value.hasSs() ? Set.of() : Set.copyOf(value.ss());
    }

    Set<Long> numberSet(String name) {
        AttributeValue value = attributes.get(name);
        return value == null || !value.hasNs()
                ? Set.of()
                : value.ns().stream().map(Long::valueOf).collect(Collectors.toUnmodifiableSet());
    }

    /** The entries of a map, of whatever type; none where there is no map. */
    Map<String, AttributeValue> entries(String name) {
        AttributeValue value = attributes.get(name);
        return value == null || !value.hasM() ? Map.of() : value.m();
    }

    Map<String, String> strings(String name) {
        return map(name, value -> Objects.requireNonNull(text(value)));
    }

    Map<String, Long> numbers(String name) {
        return map(name, value -> Long.valueOf(value.n()));
    }

    private <T> Map<String, T> map(String name, Function<AttributeValue, T> read) {
        Map<String, T> map = new TreeMap<>();
        entries(name).forEach((key, element) -> map.put(key, read.apply(element)));
        return Collections.unmodifiableMap(map);
    }

    Item set(String name, @Nullable String value) {
        return value == null ? this : set(name, AttributeValue.fromS(value));
    }

    Item set(String name, @Nullable Long value) {
        return value == null ? this : set(name, AttributeValue.fromN(value.toString()));
    }

    Item set(String name, Map<String, String> values) {
        return set(name, toAttribute(values));
    }

    Item set(String name, AttributeValue value) {
        attributes.put(name, value);
        return this;
    }

    /** The characters of all its strings, long texts among them. */
    long length() {
        return length(attributes.values());
    }

    private long length(Collection<AttributeValue> values) {
        long length = 0;
        for (AttributeValue value : values) {
            String text = text(value);
            length += (text == null ? 0 : text.length())
                    + (value.hasM() ? length(value.m().values()) : 0);
        }
        return length;
    }

    static AttributeValue toAttribute(Map<String, String> values) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        values.forEach((key, value) -> map.put(key, AttributeValue.fromS(value)));
        return AttributeValue.fromM(map);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    static AttributeValue numberSet(Collection<Long> values) {
        return AttributeValue.fromNs(values.stream().map(String::valueOf).toList());
    }

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
