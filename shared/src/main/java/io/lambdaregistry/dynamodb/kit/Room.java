package io.lambdaregistry.dynamodb.kit;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes room in an item that has come to DynamoDB's 400 KB, so that its state can still be changed. Its longest strings are put
 * {@linkplain LongTexts behind it}; if it has none left that are worth it, its largest map is put {@linkplain ApartMaps apart}.
 */
final class Room {
    private Room() {}

    static boolean mayBeMade(Key key) {
        return LongTexts.mayLieBehind(key) || ApartMaps.mayBeOf(key);
    }

    /** A transaction that makes some room in an item, unless the item changes meanwhile; no writes if none can be made. */
    static List<Write> writes(Item item) {
        LongTexts texts = new LongTexts();
        List<Write> writes = new ArrayList<>();
        if (LongTexts.mayLieBehind(item.key())) {
            texts.putLongestBehind(item).ifPresent(writes::add);
            texts.items().forEach(text -> writes.add(Write.put(text)));
        }
        return writes.isEmpty() && ApartMaps.mayBeOf(item.key()) ? ApartMaps.putLargestApart(item) : writes;
    }
}
