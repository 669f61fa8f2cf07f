package io.lambdaregistry.dynamodb.tracking;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.LongTexts;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.metering.ResponseBytes;
import io.lambdaregistry.tracking.Run;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Values of a run's params and tags that are too long for its item. The digest of such a value stands in the run's map, and
 * conditions decide by it; the value is stored behind the run, in one of {@value #ITEMS} items {@code RUN#<id>} / {@code
 * text#…} by a hash of its key. Both are written in one transaction, so no reader finds a digest without its text.
 *
 * <p>An object collects the changes that one write of a run makes to its texts.
 */
final class RunTexts {
    /** In UTF-16 units: some 1,500 values of this length fit a run's item. */
    private static final int LONGEST_IN_RUN = 256;

    /** A power of two. Together they hold some 6 MB, and with the run's update they are far from a transaction's limit. */
    private static final int ITEMS = 16;

    /** In bytes of UTF-8: a transaction takes 4 MB, and has the run too. */
    private static final int MOST_AT_ONCE = 3_500_000;

    private static final String SK = "text#";

    private final Item run;
    private final Map<Key, Write> writes = new TreeMap<>(Comparator.comparing(Key::sk));
    private int size;
    private long inResponse;

    /** @param run as it is before the write, with all the entries of its maps */
    RunTexts(Item run) {
        this.run = run;
    }

    /** The tag with the run's name is never long, since the name is also an attribute of the run. */
    static boolean isLong(String key, String value) {
        return value.length() > LONGEST_IN_RUN && !key.equals(Run.NAME_TAG);
    }

    /** The entry for a value in the run's map: the value, or its digest. */
    static AttributeValue entry(String key, String value) {
        return isLong(key, value) ? digest(value) : AttributeValue.fromS(value);
    }

    private static AttributeValue digest(String value) {
        return AttributeValue.fromB(LongTexts.sha256(value));
    }

    /** The entries of the run's map for values. */
    static AttributeValue entries(Map<String, String> values) {
        Map<String, AttributeValue> entries = new TreeMap<>();
        values.forEach((key, value) -> entries.put(key, entry(key, value)));
        return AttributeValue.fromM(entries);
    }

    /** The items with all the long values of maps, for a run that is written as a whole. */
    static List<Item> items(Item run, Map<String, Map<String, String>> maps) {
        Map<Key, Item> items = new TreeMap<>(Comparator.comparing(Key::sk));
        maps.forEach((map, values) -> values.forEach((key, value) -> {
            if (isLong(key, value)) {
                items.computeIfAbsent(key(run, key), at -> Item.behind(run, at)).set(name(map, key), value);
            }
        }));
        return List.copyOf(items.values());
    }

    /**
     * Adds a new value, and returns its entry for the map of that name.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE if it is too much for one write
     */
    AttributeValue keep(String map, String key, String value) {
        if (isLong(key, value)) {
            size += value.getBytes(StandardCharsets.UTF_8).length;
            if (size > MOST_AT_ONCE) {
                throw RegistryException.invalid(
                        "The params and tags have more than %d bytes together. Please split them up across multiple requests."
                                .formatted(MOST_AT_ONCE));
            }
            inResponse += ResponseBytes.ofValue(value);
            write(key).set(AttributeValue.fromS(value), name(map, key));
        } else {
            drop(map, key);
        }
        return entry(key, value);
    }

    /** Records that the text of an entry, if it has one, is no longer needed. */
    void drop(String map, String key) {
        if (isText(run.entries(map).get(key))) {
            write(key).remove(name(map, key));
        }
    }

    private Write write(String key) {
        return writes.computeIfAbsent(key(run, key), at -> Write.updateBehind(run, at));
    }

    /** Returns a write of the run with the writes of its texts, for one transaction. */
    List<Write> with(Write ofRun) {
        List<Write> all = new ArrayList<>();
        all.add(ofRun.countBehind(inResponse));
        all.addAll(writes.values());
        return all;
    }

    /** The key of the item with the text of a key. */
    static Key key(Item run, String key) {
        return new Key(run.string(Keys.PK), SK + Integer.toHexString(Keys.shard(key, ITEMS)));
    }

    static String name(String map, String key) {
        return map + "." + key;
    }

    static boolean isText(@Nullable AttributeValue entry) {
        return entry != null && entry.b() != null;
    }

    /** Whether the run's items have exactly the texts that a map of the run names. */
    static boolean areComplete(String map, List<Item> group) {
        return group.getFirst().entries(map).entrySet().stream()
                .filter(entry -> isText(entry.getValue()))
                .allMatch(entry -> entry.getValue().equals(digest(text(map, entry.getKey(), group))));
    }

    /** The values of a map of the run, which is the first of its items. */
    static Map<String, String> values(String map, List<Item> group) {
        Map<String, String> values = new TreeMap<>();
        group.getFirst().entries(map).forEach((key, entry) -> values.put(key, value(map, key, entry, group)));
        return Collections.unmodifiableMap(values);
    }

    private static String value(String map, String key, AttributeValue entry, List<Item> group) {
        return isText(entry) ? text(map, key, group) : entry.s();
    }

    private static String text(String map, String key, List<Item> group) {
        Key at = key(group.getFirst(), key);
        return group.stream()
                .filter(item -> item.key().equals(at))
                .map(item -> item.string(name(map, key)))
                .findFirst()
                .orElse("");
    }
}
