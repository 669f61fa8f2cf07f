package io.lambdaregistry.dynamodb.kit;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The {@linkplain LongTexts long texts} of the items that one call of the table returned. They are read when the first of them
 * is asked for, and with it the next ones in parallel, so that the items of a page wait once and not for each. Thread-safe.
 */
final class Texts {
    /** A text has up to 400 KB. */
    private static final int AT_ONCE = 50;

    private static final int MOST_KEPT = 2 * AT_ONCE;

    private final Table table;
    private final List<Map<String, AttributeValue>> items;
    private final Map<Key, String> read = new HashMap<>();
    private @Nullable List<Key> keys;

    Texts(Table table, List<Map<String, AttributeValue>> items) {
        this.table = table;
        this.items = items;
    }

    /** The text that a digest stands for. */
    synchronized String of(SdkBytes digest) {
        String text = find(digest);
        if (text == null) {
            throw Write.unexplained("The text is missing that an item refers to: "
                    + LongTexts.key(digest).pk());
        }
        return text;
    }

    /** The characters of the text that a digest stands for; 0 where binary is no digest, as only a later version writes it. */
    synchronized int lengthOf(SdkBytes digest) {
        String text = find(digest);
        return text == null ? 0 : text.length();
    }

    private @Nullable String find(SdkBytes digest) {
        Key key = LongTexts.key(digest);
        if (!read.containsKey(key)) {
            readFrom(key);
        }
        return read.get(key);
    }

    private void readFrom(Key key) {
        if (keys == null) {
            Set<Key> all = new LinkedHashSet<>();
            items.forEach(item -> item.values().forEach(value -> addKeys(value, all)));
            keys = List.copyOf(all);
        }
        if (read.size() > MOST_KEPT - AT_ONCE) {
            read.clear();
        }
        int from = keys.indexOf(key);
        List<Key> next = from < 0 // of a map that lies apart
                ? List.of(key)
                : keys.subList(from, Math.min(from + AT_ONCE, keys.size()));
        List<Callable<Optional<Item>>> reads = next.stream()
                .map(text -> (Callable<Optional<Item>>) () -> table.get(text))
                .toList();
        table.inParallel(reads).stream()
                .flatMap(Optional::stream)
                .forEach(text -> read.put(text.key(), LongTexts.text(text)));
    }

    private static void addKeys(AttributeValue value, Set<Key> keys) {
        if (value.b() != null) {
            keys.add(LongTexts.key(value.b()));
        } else if (value.hasM()) {
            value.m().values().forEach(entry -> addKeys(entry, keys));
        }
    }
}
