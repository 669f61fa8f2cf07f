package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Merge;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Rows of items that an earlier release wrote without them. They are written once, before the table is served. */
final class MissingRows {
    private static final int AT_ONCE = 1_000;

    private MissingRows() {}

    /**
     * Writes the rows, unless the table is marked as having them.
     *
     * @param name the name of that mark
     * @param listings the listings of all items that have such rows
     */
    static void complete(Table table, String name, List<String> listings, Function<Item, List<Item>> rowsOf) {
        Key done = new Key("SETTINGS", name);
        if (table.get(done).isPresent()) {
            return;
        }
        for (String listing : listings) {
            Merge listed = new Merge(table, List.of(Query.listing(listing)), (_, _) -> 0, AT_ONCE);
            List<Item> rows = new ArrayList<>();
            for (Optional<Item> item = listed.next(); item.isPresent(); item = listed.next()) {
                rows.addAll(rowsOf.apply(item.get()));
                if (rows.size() >= AT_ONCE) {
                    table.batchPut(rows);
                    rows.clear();
                }
            }
            table.batchPut(rows);
        }
        table.batchPut(List.of(Item.with(done)));
    }
}
