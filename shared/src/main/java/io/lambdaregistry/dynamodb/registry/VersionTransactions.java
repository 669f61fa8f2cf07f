package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Outcome;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.RegistryErrors;
import java.util.ArrayList;
import java.util.List;

/**
 * Transactions on a version, its model and the event. They demand that the version exists and that the model is as it was
 * read.
 */
final class VersionTransactions {
    private final Table table;
    private final ModelChanges changes;

    VersionTransactions(Table table, ModelChanges changes) {
        this.table = table;
        this.changes = changes;
    }

    /**
     * Reads the model of a version.
     *
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST for the version if there is no such model
     */
    Item modelOf(String name, long version) {
        return ModelItems.read(table, name).orElseThrow(() -> RegistryErrors.versionNotFound(name, version));
    }

    /**
     * Sends a change of a version.
     *
     * @param onVersion demands that the version exists; if it demands more, it gives the meaning of that failure
     * @param onModel an update of the model as it was read
     * @param others the rest, with what they demand
     * @throws LostRace where the model has changed since it was read
     */
    Outcome transact(
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
        writes.add(
                onVersion.orRefuseUnless(VersionItems::isLiving, () -> RegistryErrors.versionNotFound(name, version)));
        writes.add(ModelChanges.ordered(onModel, id, order).orLostRace());
        writes.add(ModelChanges.event(order, id, name, occasion, change));
        writes.addAll(others);
        return table.tryTransact(writes);
    }
}
