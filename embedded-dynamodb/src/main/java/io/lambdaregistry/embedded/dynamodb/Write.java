package io.lambdaregistry.embedded.dynamodb;

import io.lambdaregistry.embedded.sqlite.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One write of one item. Deciding reads and computes, and throws what DynamoDB throws of it; applying only writes.
 *
 * @param condition nothing, where it always holds
 * @param scope the placeholders' meanings; its item is empty
 * @param tellsOld whether a failed condition tells the item that it met
 */
record Write(Rows rows, ItemKey key, Change change, Optional<Condition> condition, Scope scope, boolean tellsOld) {

    /** What is to become of an item. */
    sealed interface Change {
        record Put(Rows.Kept kept) implements Change {}

        /**
         * @param paths what the update changes
         * @param key the item's, which an item that was not there begins with
         */
        record Apply(Update update, List<DocumentPath> paths, Map<String, AttributeValue> key) implements Change {}

        record Delete() implements Change {}

        /** Nothing: its condition is all. */
        record Check() implements Change {}
    }

    /**
     * What a write will do.
     *
     * @param old what is there
     * @param after what is to be kept; nothing for a deletion
     */
    record Decision(Write write, boolean holds, Rows.Stored old, Optional<Rows.Kept> after) {

        /** The item after the write; empty for none. */
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

        Map<String, AttributeValue> itemToTell() {
            return write.tellsOld ? old.item() : Map.of();
        }
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
