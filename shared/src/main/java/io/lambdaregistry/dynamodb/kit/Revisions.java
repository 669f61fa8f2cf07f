package io.lambdaregistry.dynamodb.kit;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Changes that depend on the whole of an item. A change is written only if the item has not changed since it was read;
 * otherwise it is made again from the present item, which the refused write returns. Of concurrent changes, one always
 * succeeds.
 *
 * <p>Every write of such an item must increment its {@link #REVISION}.
 */
public final class Revisions {
    public static final String REVISION = "revision";

    private static final int ATTEMPTS = 500;

    private Revisions() {}

    /** An update that increments the revision, by the current caller. */
    public static Write update(Key key) {
        return PrincipalItems.change(key).add(1, REVISION);
    }

    /**
     * Reads an item and writes a change of it.
     *
     * @param change receives the item, if it exists; returns an {@link #update} and the writes that go into the same
     *     transaction, or nothing to leave the item as it is
     */
    public static void change(Table table, Key key, Function<Optional<Item>, List<Write>> change) {
        change(table, table.get(key), change);
    }

    /** As above, for an item that has just been read. */
    public static void change(Table table, Optional<Item> read, Function<Optional<Item>, List<Write>> change) {
        Optional<Item> item = read;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            List<Write> writes = change.apply(item);
            if (writes.isEmpty()) {
                return;
            }
            writes.getFirst()
                    .whenEqual(Item.number(item.map(Revisions::of).orElse(0L)), REVISION)
                    .orFound();
            if (!(table.tryWriteAll(writes) instanceof Outcome.Found(Key _, Optional<Item> there))) {
                return;
            }
            item = there;
            Pause.before(Math.min(attempt, 3));
        }
        throw new RegistryException(
                ErrorCode.TEMPORARILY_UNAVAILABLE, "Too many changes of the same thing at once. Try again.");
    }

    private static long of(Item item) {
        return item.number(REVISION);
    }
}
