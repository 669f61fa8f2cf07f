package io.lambdaregistry.embedded.dynamodb;

import io.lambdaregistry.embedded.sqlite.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One write of one item. Deciding only reads and computes, and throws all errors of the write; applying only writes.
 *
 * @param condition empty where the write is unconditional
 * @param scope the placeholders' values; its item is empty
 * @param returnsOld whether the error of a failed condition contains the item
 */
record ItemWrite(
        Rows rows, ItemKey key, Change change, Optional<Condition> condition, Scope scope, boolean returnsOld) {

    /** The kind of change of an item. */
    sealed interface Change {
        record Put(Rows.Kept kept) implements Change {}

        /**
         * @param paths the paths that the update changes
         * @param key the key of the item, with which an item that did not exist begins
         */
        record Apply(Update update, List<DocumentPath> paths, Map<String, AttributeValue> key) implements Change {}

        record Delete() implements Change {}

        /** No change: only the condition is checked. */
        record Check() implements Change {}
    }

    /**
     * The decided effect of a write.
     *
     * @param old the item as stored
     * @param after the item to store; empty for a deletion
     */
    record Decision(ItemWrite write, boolean holds, Rows.Stored old, Optional<Rows.Kept> after) {

        /** The item after the write; empty if there is none. */
        Map<String, AttributeValue> item() {
            return after.map(Rows.Kept::item).orElse(Map.of());
        }

        void apply(Session session) throws SQLException {
            switch (write.change) {
                case Change.Put put -> write.rows.put(session, old, after.orElseThrow());
                case Change.Apply apply -> write.rows.put(session, old, after.orElseThrow());
                case Change.Delete delete -> write.rows.delete(session, write.key);
                case Change.Check check -> {}
            }
        }

        Units units() {
            return write.rows.writeUnits(
                    old,
                    write.change instanceof Change.Check
                            ? old
                            : after.map(Rows.Kept::stored).orElse(Rows.Stored.NONE));
        }

        Map<String, AttributeValue> itemToReturn() {
            return write.returnsOld ? old.item() : Map.of();
        }
    }

    /** The bytes that a transaction counts: of the item of a put, or else of the key, and of the values of placeholders. */
    int payload() {
        int item = change instanceof Change.Put(Rows.Kept kept)
                ? kept.size()
                : key.hash().asByteArrayUnsafe().length + key.range().asByteArrayUnsafe().length;
        return item + ItemSize.of(scope.values());
    }

    Decision decide(Session session) throws SQLException {
        Rows.Stored old = rows.get(session, key);
        if (condition.isPresent() && !condition.get().holds(scope.of(old.item()))) {
            return new Decision(this, false, old, Optional.empty());
        }
        Optional<Rows.Kept> after = switch (change) {
            case Change.Put put -> Optional.of(put.kept());
            case Change.Apply apply ->
                Optional.of(rows.kept(
                        key,
                        apply.update()
                                .apply(
                                        scope.of(old.isThere() ? old.item() : apply.key()),
                                        apply.paths(),
                                        rows.schema()),
                        "Item size to update has exceeded the maximum allowed size"));
            case Change.Delete delete -> Optional.empty();
            case Change.Check check -> Optional.empty();
        };
        return new Decision(this, true, old, after);
    }
}
