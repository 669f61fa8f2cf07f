package io.lambdaregistry.dynamodb;

import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.RegistryErrors;
import java.util.ArrayList;
import java.util.List;

/**
 * Transactions on a version and what goes with it: they demand that the version exists, and what was read of its model, whose
 * event they write.
 */
final class VersionTransactions {
    private final Table table;
    private final ModelChanges changes;

    VersionTransactions(Table table, ModelChanges changes) {
        this.table = table;
        this.changes = changes;
    }

    /** The model of a version; where there is no such model, there is no such version. */
    Item modelOf(String name, long version) {
        return ModelItems.read(table, name).orElseThrow(() -> RegistryErrors.versionNotFound(name, version));
    }

    /**
     * Sends a change of a version.
     *
     * @param onVersion demands that the version exists
     * @param onModel an update of the model as it was read
     * @param others the rest, with what they demand
     * @return false where the version exists, but {@code onVersion} demands more and that did not hold
     * @throws LostRace where what was read has changed since
     */
    boolean transact(
            Item model,
            long version,
            Occasion occasion,
            RegistryChange change,
            Write onVersion,
            Write onModel,
            List<Write> others) {
        String id = model.string(ModelItems.ID);
        String name = model.string(ModelItems.NAME);
        long order = changes.orderBehind(model.number(ModelItems.LAST_EVENT), occasion);
        List<Write> writes = new ArrayList<>(others.size() + 3);
        writes.add(onVersion);
        writes.add(ModelChanges.ordered(onModel, id, order));
        writes.add(ModelChanges.event(order, id, name, occasion, change));
        writes.addAll(others);
        try {
            table.transact(writes);
            return true;
        } catch (ConditionFailed e) {
            if (e.index() > 0) {
                throw new LostRace();
            }
            if (e.found().filter(VersionItems::isLiving).isEmpty()) {
                throw RegistryErrors.versionNotFound(name, version);
            }
            return false;
        }
    }
}
