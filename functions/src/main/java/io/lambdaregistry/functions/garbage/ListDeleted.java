package io.lambdaregistry.functions.garbage;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.garbage.Deleted;
import io.lambdaregistry.garbage.GarbageCollector;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.json.JsonWriter;
import io.lambdaregistry.search.Page;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET registry/deleted}: lists the entities that can be restored, or those that are collected next, the first deleted
 * first.
 */
final class ListDeleted extends JsonHandler {
    private static final int MAX_RESULTS = 1_000;
    private static final int DEFAULT_MAX_RESULTS = 100;

    private final GarbageCollector garbage;

    ListDeleted(GarbageCollector garbage) {
        this.garbage = garbage;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        boolean collectable = parameters.bool("collectable", false);
        int maxResults = (int) parameters.integerUpTo(MAX_RESULTS, "max_results", DEFAULT_MAX_RESULTS);
        Page<Deleted> page = garbage.deleted(collectable, Math.max(1, maxResults), parameters.pageToken());
        return writer -> writer.page("deleted", page, this::write);
    }

    private void write(JsonWriter writer, Deleted thing) {
        boolean named = !thing.name().isEmpty();
        writer.field("entity", thing.kind().label())
                .field("name", named ? thing.name() : null)
                .field("version", thing.version() == 0 ? null : Long.toString(thing.version()))
                .field("id", thing.id())
                .field("deletion_timestamp", thing.time())
                .field("restorable_until", restorableUntil(thing));
    }

    private @Nullable Long restorableUntil(Deleted thing) {
        return garbage.retention().isZero()
                ? null
                : (Long) (thing.time() + garbage.retention().toMillis());
    }
}
