package io.lambdaregistry.dynamodb;

import io.lambdaregistry.registry.RegistryErrors;
import java.util.List;

/** Transactions on a version and what goes with it: they demand that the version exists, and what was read of its model. */
final class VersionTransactions {
    private final Table table;

    VersionTransactions(Table table) {
        this.table = table;
    }

    /** The model of a version; where there is no such model, there is no such version. */
    Item modelOf(String name, long version) {
        return table.get(ModelItems.key(name)).orElseThrow(() -> RegistryErrors.versionNotFound(name, version));
    }

    /**
     * Sends the writes; always answers true.
     *
     * @param writes the first demands that the version exists, the others what was read of the model
     * @throws LostRace where that has changed since
     */
    boolean transact(String name, long version, List<Write> writes) {
        try {
            table.transact(writes);
            return true;
        } catch (ConditionFailed e) {
            if (e.index() == 0) {
                throw RegistryErrors.versionNotFound(name, version);
            }
            throw new LostRace();
        }
    }
}
