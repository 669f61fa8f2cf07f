package io.lambdaregistry.dynamodb.kit;

import io.lambdaregistry.error.RegistryException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Maps of runs, logged models and experiments that are stored apart from their items. Logging may grow such an item to
 * DynamoDB's 400 KB, at which not even its state can be changed. {@link Table} then makes its largest map an item of its own,
 * {@code <partition>} / {@code apart#<number>}, which is listed behind it.
 *
 * <p>An item with maps apart is full. Its entries and its state can still be changed, and entries deleted; a new entry is
 * refused until enough is deleted. A changed entry is written to the item itself and takes precedence over the maps apart, of
 * which a higher number takes precedence over a lower one. Every change of a map apart also changes the item.
 */
public final class ApartMaps {
    /** The number of maps that are stored apart; absent if none is. */
    public static final String COUNT = "apart";

    private static final String SK = "apart#";
    private static final Set<String> KINDS = Set.of("RUN", "LOGGED_MODEL", "EXPERIMENT");

    /** In bytes: a smaller item has room for changes of its state, also for a name of 8,000 characters, which it has twice. */
    private static final int FULL = 350 * 1024;

    private ApartMaps() {}

    static boolean mayBeOf(Key key) {
        return KINDS.contains(key.kind()) && key.sk().equals(Keys.MAIN_ITEM);
    }

    /** Whether an item is a map that lies apart. */
    static boolean isApart(Item item) {
        return item.string(Keys.SK).startsWith(SK);
    }

    /** Whether an item has maps apart. False for an item that {@code whole} returned with all its maps. */
    public static boolean areOf(Item item) {
        return item.has(COUNT);
    }

    /**
     * A transaction that puts the largest map of an item apart, unless the map changes meanwhile; no writes if the item is not
     * full.
     */
    static List<Write> putLargestApart(Item item) {
        return size(item) <= FULL
                ? List.of()
                : item.attributes().entrySet().stream()
                        .filter(attribute -> !item.entries(attribute.getKey()).isEmpty())
                        .max(Comparator.comparingInt(attribute -> LongTexts.size(attribute.getValue())))
                        .map(largest -> putApart(item, largest.getKey(), largest.getValue()))
                        .orElse(List.of());
    }

    private static List<Write> putApart(Item item, String name, AttributeValue map) {
        long number = item.number(COUNT);
        Write update = Write.update(item.key())
                .add(1, Revisions.REVISION)
                .set(AttributeValue.fromM(Map.of()), name)
                .set(COUNT, number + 1)
                .whenEqual(map, name);
        Key key = key(item, number);
        return List.of(
                (areOf(item) ? update.whenEqual(Item.number(number), COUNT) : update.whenAbsent(COUNT)).orSkip(),
                Write.put(Item.behind(item, key).set(name, map)));
    }

    private static Key key(Item item, long number) {
        return new Key(item.string(Keys.PK), SK + number);
    }

    private static List<Key> keys(Item item) {
        return LongStream.range(0, item.number(COUNT))
                .mapToObj(number -> key(item, number))
                .toList();
    }

    /** An item that was read by its key, with all entries of its maps. It costs a read only if the item has maps apart. */
    public static Item whole(Table table, Item item) {
        return areOf(item) ? merged(item, table.batchGet(keys(item))) : item;
    }

    /**
     * The items of one partition or listing, of which the first has all entries of its maps, without the maps apart. If one of
     * those is missing, the first item still {@linkplain #areOf has maps apart}.
     */
    public static List<Item> whole(List<Item> group) {
        Map<Key, Item> apart = new HashMap<>();
        List<Item> others = new ArrayList<>();
        for (Item item : group) {
            if (isApart(item)) {
                apart.put(item.key(), item);
            } else {
                others.add(item);
            }
        }
        if (!others.isEmpty() && areOf(others.getFirst())) {
            others.set(0, merged(others.getFirst(), apart));
        }
        return others;
    }

    private static Item merged(Item item, Map<Key, Item> apart) {
        List<Key> keys = keys(item);
        List<Item> inOrder = new ArrayList<>(
                keys.stream().flatMap(key -> Stream.ofNullable(apart.get(key))).toList());
        if (inOrder.size() < keys.size()) {
            return item;
        }
        inOrder.add(item);
        Item whole = item.without(COUNT);
        Map<String, Map<String, AttributeValue>> maps = new TreeMap<>();
        inOrder.forEach(each -> addMaps(each, maps));
        maps.forEach((name, entries) -> whole.set(name, AttributeValue.fromM(entries)));
        return whole;
    }

    private static void addMaps(Item item, Map<String, Map<String, AttributeValue>> maps) {
        item.attributes()
                .keySet()
                .forEach(name -> item.entries(name)
                        .forEach((key, value) ->
                                maps.computeIfAbsent(name, _ -> new TreeMap<>()).put(key, value)));
    }

    /** The updates that delete an entry from the maps apart. They are sent with the update that deletes it from the item. */
    public static List<Write> deletions(Table table, Item item, String map, String entry) {
        return table.batchGet(keys(item)).values().stream()
                .filter(apart -> apart.entries(map).containsKey(entry))
                .map(apart -> Write.update(apart.key()).remove(map, entry))
                .toList();
    }

    /**
     * Refuses a new entry of an item with maps apart.
     *
     * @param whole with all the entries of its maps
     * @throws RegistryException INVALID_PARAMETER_VALUE unless enough was deleted
     */
    public static void checkRoom(Item whole) {
        if (size(whole) > FULL) {
            throw RegistryException.invalid(
                    "This holds as many params, tags and metrics as the store can keep with it. What it has can be changed,"
                            + " and a tag be deleted; store the rest as an artifact, or with another run.");
        }
    }

    private static int size(Item item) {
        return LongTexts.size(AttributeValue.fromM(item.attributes()));
    }
}
