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
 * The models that were renamed, latest first. A rename counts as a change of every older version, and touches none: so a
 * walk over versions by their last update takes those of the models renamed meanwhile from here.
 *
 * <p>A row is one for each model that was ever renamed, and a hint: the model itself says whether it is still there.
 */
final class RenamedModels {
    /** One partition, since renames are rare, and every walk reads it. */
    private static final String LISTING = "RENAMED_MODELS";

    private final Table table;
    private final Merge rows;

    /** @param upTo a time of which, and before which, renames are wanted */
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

    /** When the latest of those that were not given yet was renamed; -1 where there is none. */
    long latest() {
        return rows.peek(ModelItems.RENAMED);
    }

    /** The models renamed at a time or later that were not given before. */
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
