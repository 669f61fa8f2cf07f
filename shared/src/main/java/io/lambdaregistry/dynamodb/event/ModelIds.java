package io.lambdaregistry.dynamodb.event;

import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * The ids of models. An id is made with its model and never changes, and the model's events are stored under it. The first
 * model of a name has an id made from that name, so it need not be read; {@code MODEL#<name>} contains the id of the present
 * one.
 */
public final class ModelIds {
    /** The attribute of a model's item; a deleted model has none. */
    public static final String ID = "id";

    private ModelIds() {}

    /** The key of the model that has a name. */
    public static Key key(String name) {
        return new Key("MODEL#" + name, Keys.MAIN_ITEM);
    }

    /** The id of the first model of a name. */
    public static String first(String name) {
        return Keys.hash(name);
    }

    /** The ids of the models that have or had a name. Former owners of the name are found by an index that lags. */
    static Set<String> of(Table table, String name) {
        List<Callable<List<String>>> calls = List.of(
                () -> table.get(key(name)).filter(model -> model.has(ID)).map(model -> model.string(ID)).stream()
                        .toList(),
                () -> table.queryAll(Query.lookup(EventItems.named(name))).stream()
                        .map(event -> event.string(EventItems.MODEL_ID))
                        .toList());
        Set<String> ids = new HashSet<>(Set.of(first(name)));
        table.inParallel(calls).forEach(ids::addAll);
        return ids;
    }
}
