package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Merge;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The models that were renamed, latest first. A rename counts as a change of every older version, but writes none. So a walk
 * over versions by their last update also reads the versions of the models renamed in the same time.
 *
 * <p>There is one row for each model that was ever renamed. A row is a hint: the model itself says whether it still exists.
 */
final class RenamedModels {
    /** All rows are in one partition, because renames are rare and every walk reads them. */
    private static final String LISTING = "RENAMED_MODELS";

    private final Table table;
    private final Merge rows;

    /** @param upTo the time of the latest rename that is wanted */
    RenamedModels(Table table, OptionalLong upTo) {
        this.table = table;
        Query all = Query.listing(LISTING);
        Query wanted = upTo.isPresent() ? all.before(Keys.sortable(upTo.getAsLong() + 1)) : all;
        this.rows = new Merge(table, List.of(wanted.descending()), Merge.latestFirst(Keys.LISTING_SK), 0);
    }

    /** The row of a model, which also has its present name. */
    static Item row(Item model) {
        String id = model.string(ModelItems.ID);
        long renamed = model.number(ModelItems.RENAMED);
        return Item.with(ModelItems.renamedKey(id))
                .set(ModelItems.NAME, model.string(ModelItems.NAME))
                .set(ModelItems.RENAMED, renamed)
                .set(Keys.LISTING_PK, LISTING)
                .set(Keys.LISTING_SK, Keys.sortable(renamed) + "#" + id);
    }

    /** The time of the latest rename that was not returned yet; -1 if there is none. */
    long latest() {
        return rows.peek(ModelItems.RENAMED);
    }

    /** The models that were renamed at a time or later and were not returned yet. */
    List<Item> since(long time) {
        List<Key> keys = new ArrayList<>();
        while (latest() >= time) {
            rows.next().ifPresent(row -> keys.add(ModelItems.key(row.string(ModelItems.NAME))));
        }
        return keys.isEmpty()
                ? List.of()
                : table.batchGet(keys).values().stream()
                        .filter(model -> ModelItems.isLiving(model) && model.has(ModelItems.RENAMED))
                        .toList();
    }
}
