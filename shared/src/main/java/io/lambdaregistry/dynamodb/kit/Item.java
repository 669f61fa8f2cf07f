package io.lambdaregistry.dynamodb.kit;

import io.lambdaregistry.metering.ResponseBytes;
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
 * An item of the table, read and built by typed attributes. If a {@linkplain LongTexts digest} stands in the place of a long
 * string, the string is returned.
 */
public final class Item {
    private final Map<String, AttributeValue> attributes;
    private final @Nullable Texts texts;

    private Item(Map<String, AttributeValue> attributes, @Nullable Texts texts) {
        this.attributes = attributes;
        this.texts = texts;
    }

    /** An item without its long texts: a digest is read as an empty string. */
    public static Item of(Map<String, AttributeValue> attributes) {
        return new Item(attributes, null);
    }

    /** An item whose digests are read as the texts that they stand for. */
    static Item of(Map<String, AttributeValue> attributes, Texts texts) {
        return new Item(attributes, texts);
    }

    /** A new item that has its key and nothing else. */
    public static Item with(Key key) {
        return new Item(new LinkedHashMap<>(key.attributes()), null);
    }

    /** A new item of the same partition as another, which is listed right behind it. */
    public static Item behind(Item other, Key key) {
        return with(key)
                .set(Keys.LISTING_PK, other.string(Keys.LISTING_PK))
                .set(Keys.LISTING_SK, other.placeBehind(key));
    }

    /** The place in the listing of an item that belongs to this one. */
    String placeBehind(Key key) {
        return string(Keys.LISTING_SK) + "#" + key.sk();
    }

    /** A copy that can be changed; an item that was read cannot. */
    public Item copy() {
        return new Item(new LinkedHashMap<>(attributes), texts);
    }

    /** A copy without an attribute, which can be changed. */
    public Item without(String name) {
        Item copy = copy();
        copy.attributes.remove(name);
        return copy;
    }

    /** The primary key of this item. */
    public Key key() {
        return new Key(string(Keys.PK), string(Keys.SK));
    }

    /** All attributes as they are stored, digests included; the map cannot be changed. */
    public Map<String, AttributeValue> attributes() {
        return Collections.unmodifiableMap(attributes);
    }

    /** Whether the item has an attribute. */
    public boolean has(String name) {
        return attributes.containsKey(name);
    }

    /**
     * An attribute that every item of its kind has.
     * @throws NullPointerException if this item does not have it
     */
    public AttributeValue required(String name) {
        return Objects.requireNonNull(attributes.get(name), name);
    }

    /** A string; empty if there is none. */
    public String string(String name) {
        String value = stringOrNull(name);
        return value == null ? "" : value;
    }

    /** A string; null if there is none. */
    public @Nullable String stringOrNull(String name) {
        AttributeValue value = attributes.get(name);
        return value == null ? null : text(value);
    }

    private @Nullable String text(AttributeValue value) {
        if (value.b() == null) {
            return value.s();
        }
        return texts == null ? "" : texts.of(value.b());
    }

    /** An integer; 0 if there is none. */
    public long number(String name) {
        AttributeValue value = attributes.get(name);
        return value == null || value.n() == null ? 0 : Long.parseLong(value.n());
    }

    /** An integer; null if there is none. */
    public @Nullable Long numberOrNull(String name) {
        return attributes.containsKey(name) ? (Long) number(name) : null;
    }

    /** A set of strings; empty if there is none. */
    public Set<String> stringSet(String name) {
        AttributeValue value = attributes.get(name);
        return value == null || !value.hasSs() ? Set.of() : Set.copyOf(value.ss());
    }

    /** A set of integers; empty if there is none. */
    public Set<Long> numberSet(String name) {
        AttributeValue value = attributes.get(name);
        return value == null || !value.hasNs()
                ? Set.of()
                : value.ns().stream().map(Long::valueOf).collect(Collectors.toUnmodifiableSet());
    }

    /** The entries of a map, of any type; empty if there is no map. */
    public Map<String, AttributeValue> entries(String name) {
        AttributeValue value = attributes.get(name);
        return value == null || !value.hasM() ? Map.of() : value.m();
    }

    /** The entries of a map of strings, sorted by their keys; empty if there is no map. */
    public Map<String, String> strings(String name) {
        return map(name, value -> Objects.requireNonNull(text(value)));
    }

    /** The entries of a map of integers, sorted by their keys; empty if there is no map. */
    public Map<String, Long> numbers(String name) {
        return map(name, value -> Long.valueOf(value.n()));
    }

    private <T> Map<String, T> map(String name, Function<AttributeValue, T> read) {
        Map<String, T> map = new TreeMap<>();
        entries(name).forEach((key, element) -> map.put(key, read.apply(element)));
        return Collections.unmodifiableMap(map);
    }

    /** Sets a string; null changes nothing. */
    public Item set(String name, @Nullable String value) {
        return value == null ? this : set(name, AttributeValue.fromS(value));
    }

    /** Sets an integer; null changes nothing. */
    public Item set(String name, @Nullable Long value) {
        return value == null ? this : set(name, AttributeValue.fromN(value.toString()));
    }

    /** Sets a map of strings. */
    public Item set(String name, Map<String, String> values) {
        return set(name, toAttribute(values));
    }

    /** Sets a value of any type. */
    public Item set(String name, AttributeValue value) {
        attributes.put(name, value);
        return this;
    }

    /** The characters of all its strings, long texts among them. */
    public long length() {
        return length(attributes.values());
    }

    /** The size that the texts behind this item have in a response, in bytes. */
    long bytesBehind() {
        return bytesBehind(attributes.values());
    }

    private long bytesBehind(Collection<AttributeValue> values) {
        long bytes = 0;
        for (AttributeValue value : values) {
            bytes += value.b() == null ? 0 : ResponseBytes.ofValue(Objects.requireNonNull(text(value)));
            bytes += value.hasM() ? bytesBehind(value.m().values()) : 0;
        }
        return bytes;
    }

    /** The size that the strings have in a response, in bytes. */
    static long bytesOfStrings(Collection<AttributeValue> values) {
        long bytes = 0;
        for (AttributeValue value : values) {
            bytes += value.s() == null ? 0 : ResponseBytes.ofValue(value.s());
            bytes += value.hasM() ? bytesOfStrings(value.m().values()) : 0;
        }
        return bytes;
    }

    private long characters(AttributeValue value) {
        if (value.b() == null) {
            return value.s() == null ? 0 : value.s().length();
        }
        return texts == null ? 0 : texts.lengthOf(value.b());
    }

    private long length(Collection<AttributeValue> values) {
        long length = 0;
        for (AttributeValue value : values) {
            length += characters(value) + (value.hasM() ? length(value.m().values()) : 0);
        }
        return length;
    }

    public static AttributeValue toAttribute(Map<String, String> values) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        values.forEach((key, value) -> map.put(key, AttributeValue.fromS(value)));
        return AttributeValue.fromM(map);
    }

    /** An integer as the value of an attribute. */
    public static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    /** A set of integers as the value of an attribute; DynamoDB refuses an empty one. */
    public static AttributeValue numberSet(Collection<Long> values) {
        return AttributeValue.fromNs(values.stream().map(String::valueOf).toList());
    }

    /** A string as the value of an attribute. */
    public static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
