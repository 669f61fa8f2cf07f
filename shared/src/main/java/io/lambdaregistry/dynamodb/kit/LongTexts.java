package io.lambdaregistry.dynamodb.kit;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.metering.ResponseBytes;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Long strings are stored behind their items, so that an item has room for other writes. The SHA-256 of such a string, as
 * binary, stands in its place; the string is an item of its own, {@code TEXT#<SHA-256>} / {@code #}, which is put in the same
 * transaction.
 *
 * <p>A text never changes, since its key is its content, and is never deleted, since an event of the audit trail refers to it
 * too. So the text of a digest always exists, and a reader need not check that the two belong together.
 *
 * <p>{@link Table} replaces long strings by digests in all writes, and {@link Item} returns the texts that digests stand for. A
 * store need not know of either.
 */
public final class LongTexts {
    /** In bytes of UTF-8: a longer string of a model, a version or an event is stored behind it. */
    static final int LONGEST = 4_096;

    /** In bytes: a string that is not longer always stays in its item, since a digest takes nearly as much. */
    static final int SHORTEST = 64;

    /** In bytes: an item that would be larger keeps only its {@linkplain #SHORTEST shortest} strings. */
    private static final int CROWDED = 100 * 1024;

    /**
     * In bytes: the most that an item may have in digests and short strings. The rest, up to DynamoDB's 400 KB, is room for
     * changes of its state. An item in local indexes counts three times.
     */
    private static final int MOST = 300 * 1024;

    private static final int MOST_IN_INDEXES = 100 * 1024;

    /** In entries, of 250 characters and up to 1,000 bytes each by name: so many leave room in any item. */
    private static final int SMALL_MAP = 64;

    /** Kinds of items whose long strings are always stored behind them. */
    private static final Set<String> ALWAYS = Set.of("MODEL", "DELETED_MODEL", "VERSIONS", "EVENTS");

    /** Kinds of items whose strings are stored behind them only if the item is crowded. */
    private static final Set<String> WHERE_CROWDED = Set.of("EXPERIMENT", "LOGGED_MODEL");

    /** In bytes: DynamoDB's limit of an item, less its key and the names of its attributes. */
    private static final int LARGEST_TEXT = 400 * 1024 - 100;

    /** The number of strings that one update puts behind an item. An expression has 4 KB at most. */
    private static final int AT_ONCE = 60;

    private static final String TEXT = "text";

    /**
     * The attribute with the size of the texts behind an item, in bytes of a response. Each write adds its texts. After one
     * text has replaced another, the number is too high until {@link Table} counts anew.
     */
    public static final String BEHIND = "behind";

    /** In bytes of a response: the most texts that fit one response beside the item itself. */
    private static final long MOST_BEHIND = 4_600_000;

    /** The item of a version is kept smaller than any other, for its indexes. */
    private static final long MOST_BEHIND_VERSION = 6_050_000;

    private final Map<Key, Item> texts = new LinkedHashMap<>();
    private long inResponse;

    /** The texts that were replaced by digests so far, as items to put. */
    Collection<Item> items() {
        return texts.values();
    }

    /** The size of the texts, in bytes. */
    int bytes() {
        return texts.values().stream().mapToInt(text -> size(text.attributes())).sum();
    }

    /** The size that the texts replaced so far have in a response, in bytes. A text counts once for each of its places. */
    long inResponse() {
        return inResponse;
    }

    /**
     * The bytes that an item adds to those behind {@code itself}: the texts of its digests and, if it is a part, its own
     * strings.
     */
    private static long bytesBehind(Item itself, Item item) {
        long ofDigests = mayLieBehind(item.key()) ? item.bytesBehind() : 0;
        boolean isPart = !item.key().equals(itself.key()) && !ApartMaps.isApart(item);
        return ofDigests + (isPart ? bytesOfPart(item) : 0);
    }

    /** The bytes that a part, an item behind another, adds to the bytes there. A small part counts as 0. */
    public static long bytesOfPart(Item item) {
        long bytes = Item.bytesOfStrings(item.attributes().values());
        return bytes > LONGEST ? bytes : 0;
    }

    /**
     * An update that corrects the count of the texts behind an item, unless the count changes meanwhile; empty if the item does
     * not exist, which the write that follows reports itself.
     *
     * @param items the item and those behind it
     * @throws RegistryException INVALID_PARAMETER_VALUE if there is no room for the texts that are to be added
     */
    static Optional<Write> recount(TextsToCount texts, List<Item> items) {
        Key key = texts.key();
        return items.stream().filter(item -> item.key().equals(key)).findFirst().map(itself -> {
            long counted =
                    items.stream().mapToLong(item -> bytesBehind(itself, item)).sum();
            if (counted + texts.more() > mostBehind(key)) {
                throw tooMuchBehind(key);
            }
            return Write.update(key)
                    .set(BEHIND, counted)
                    .whenEqual(Item.number(itself.number(BEHIND)), BEHIND)
                    .orSkip();
        });
    }

    static long mostBehind(Key key) {
        return key.kind().equals("VERSIONS") || key.kind().equals("EVENTS") ? MOST_BEHIND_VERSION : MOST_BEHIND;
    }

    /** Whether the bytes of texts behind an item are counted: an event is written once, and its write decides. */
    static boolean areCounted(Key key) {
        return !key.kind().equals("EVENTS");
    }

    static RegistryException tooMuchBehind(Key key) {
        return RegistryException.invalid(
                "Its texts would have more than %,d bytes together, the most that can be read back in one response. Shorten or delete some, or store them as an artifact and refer to that."
                        .formatted(mostBehind(key)));
    }

    static boolean mayLieBehind(Key key) {
        return ALWAYS.contains(key.kind()) || WHERE_CROWDED.contains(key.kind());
    }

    /**
     * The attributes of an item as they are stored.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE if they leave no room for changes of state
     */
    Map<String, AttributeValue> shortened(Key key, Map<String, AttributeValue> item) {
        if (size(item) > CROWDED) {
            checkRoom(key, least(item));
        }
        return moved(key, item);
    }

    /** The attributes of an item that exists already, as they are stored under another key, however full it is. */
    Map<String, AttributeValue> moved(Key key, Map<String, AttributeValue> item) {
        boolean crowded = size(item) > CROWDED;
        Map<String, AttributeValue> kept = new LinkedHashMap<>();
        item.forEach((name, value) -> kept.put(
                name, Keys.ATTRIBUTES.contains(name) ? value : shortened(value, crowded ? SHORTEST : longest(key))));
        return kept;
    }

    /**
     * A value of an update as it is stored.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE if it is a map that leaves no room for changes of state
     */
    AttributeValue shortened(Key key, AttributeValue value) {
        boolean crowded = value.hasM() && size(value) > CROWDED;
        if (crowded) {
            checkRoom(key, least(value.m()));
        }
        return shortened(value, crowded ? SHORTEST : longest(key));
    }

    private static int longest(Key key) {
        return ALWAYS.contains(key.kind()) ? LONGEST : Integer.MAX_VALUE;
    }

    private AttributeValue shortened(AttributeValue value, int longest) {
        if (value.hasM()) {
            Map<String, AttributeValue> entries = new LinkedHashMap<>();
            value.m().forEach((name, entry) -> entries.put(name, shortened(entry, longest)));
            return AttributeValue.fromM(entries);
        }
        return value.s() != null && size(value) > longest ? digest(value.s()) : value;
    }

    /**
     * The digest of a text, which is added to the texts to put.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE if the text is larger than an item can be
     */
    AttributeValue digest(String text) {
        if (bytes(text) > LARGEST_TEXT) {
            throw RegistryException.invalid(
                    "A text has more than 400 KB of UTF-8, the most that the store can keep in one piece. Store it as an artifact"
                            + " and refer to that.");
        }
        inResponse += ResponseBytes.ofValue(text);
        SdkBytes digest = sha256(text);
        Key key = key(digest);
        texts.put(key, Item.with(key).set(TEXT, text));
        return AttributeValue.fromB(digest);
    }

    /**
     * An update that puts the longest strings of an item behind it; empty if all are short. If one of them changes meanwhile,
     * nothing is written.
     */
    Optional<Write> putLongestBehind(Item item) {
        Map<List<String>, String> strings = new LinkedHashMap<>();
        item.attributes().forEach((name, value) -> {
            if (!Keys.ATTRIBUTES.contains(name) && value.s() != null) {
                strings.put(List.of(name), value.s());
            }
            if (value.hasM()) {
                value.m().forEach((key, entry) -> {
                    if (entry.s() != null) {
                        strings.put(List.of(name, key), entry.s());
                    }
                });
            }
        });
        List<Map.Entry<List<String>, String>> longest = strings.entrySet().stream()
                .filter(string -> bytes(string.getValue()) > SHORTEST)
                .sorted(Comparator.comparingInt(string -> -bytes(string.getValue())))
                .limit(AT_ONCE)
                .toList();
        if (longest.isEmpty()) {
            return Optional.empty();
        }
        Write update = Write.update(item.key()).add(1, Revisions.REVISION).orSkip();
        long before = inResponse;
        longest.forEach(string -> {
            String[] path = string.getKey().toArray(String[]::new);
            update.set(digest(string.getValue()), path).whenEqual(AttributeValue.fromS(string.getValue()), path);
        });
        update.countBehind(inResponse - before);
        return Optional.of(update);
    }

    public static SdkBytes sha256(String text) {
        return SdkBytes.fromByteArray(Keys.sha256(text));
    }

    /** The attributes of an item as the table stores them: with digests in the place of its long texts. */
    public static Map<String, AttributeValue> stored(Item item) {
        return mayLieBehind(item.key()) ? new LongTexts().shortened(item.key(), item.attributes()) : item.attributes();
    }

    static Key key(SdkBytes digest) {
        return new Key("TEXT#" + HexFormat.of().formatHex(digest.asByteArray()), Keys.MAIN_ITEM);
    }

    static String text(Item text) {
        return text.string(TEXT);
    }

    /**
     * Adds a condition to an update that may add an entry to a map: that room is left for changes of state. A small map always
     * has room; for a larger one, the size of the item decides.
     *
     * @param found the item, if the last attempt found that its map is not small; the update ends with {@link Write#orFound}
     * @throws RegistryException INVALID_PARAMETER_VALUE if there is no room
     */
    public static Write withRoomFor(String entry, String map, Write update, Optional<Item> found) {
        int entries = found.map(item -> item.entries(map).size()).orElse(0);
        if (entries >= SMALL_MAP && !found.orElseThrow().entries(map).containsKey(entry)) {
            checkRoomFor(entry, found.orElseThrow());
        }
        return update.whenRoomFor(entry, map, Math.max(SMALL_MAP, entries + 1)).orFound();
    }

    /**
     * Refuses another entry of an item that would leave no room.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE
     */
    public static void checkRoomFor(String entry, Item item) {
        checkRoom(item.key(), least(item.attributes()) + bytes(entry) + SHORTEST);
    }

    /**
     * Refuses an item that would leave no room.
     *
     * @param least in bytes, as {@link #least} counts
     */
    static void checkRoom(Key key, int least) {
        if (least > (key.kind().equals("VERSIONS") || key.kind().equals("EVENTS") ? MOST_IN_INDEXES : MOST)) {
            throw RegistryException.invalid(
                    "This has as many tags, params or aliases as the store can keep with it. Delete some, or store them as an"
                            + " artifact and refer to that.");
        }
    }

    /** The size of an item, in bytes, if each of its strings were as short as it can be stored. */
    static int least(Map<String, AttributeValue> item) {
        int size = 0;
        for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
            AttributeValue value = attribute.getValue();
            size += bytes(attribute.getKey())
                    + (value.hasM() ? least(value.m()) : value.s() == null ? size(value) : SHORTEST);
        }
        return size;
    }

    private static int size(Map<String, AttributeValue> item) {
        int size = 0;
        for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
            size += bytes(attribute.getKey()) + size(attribute.getValue());
        }
        return size;
    }

    /** In bytes, as DynamoDB counts them, or somewhat more. */
    public static int size(AttributeValue value) {
        int each = 4;
        return switch (value.type()) {
            case S -> bytes(value.s());
            case N -> 22;
            case B -> value.b().asByteArrayUnsafe().length;
            case M -> each + each * value.m().size() + size(value.m());
            case SS -> value.ss().stream().mapToInt(text -> each + bytes(text)).sum();
            case NS -> 22 * value.ns().size();
            case L ->
                value.l().stream().mapToInt(element -> each + size(element)).sum();
            case BS, BOOL, NUL, UNKNOWN_TO_SDK_VERSION -> each;
        };
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
