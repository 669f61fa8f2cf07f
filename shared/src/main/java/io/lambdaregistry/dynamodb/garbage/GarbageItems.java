package io.lambdaregistry.dynamodb.garbage;

import io.lambdaregistry.dynamodb.kit.DeletedItems;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.dynamodb.registry.ModelItems;
import io.lambdaregistry.dynamodb.registry.ReferenceItems;
import io.lambdaregistry.dynamodb.registry.VersionItems;
import io.lambdaregistry.dynamodb.tracking.LoggedModelItems;
import io.lambdaregistry.dynamodb.tracking.RunItems;
import io.lambdaregistry.garbage.Claimed;
import io.lambdaregistry.garbage.Deleted;
import io.lambdaregistry.garbage.Deleted.Kind;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The items of deleted things as a collection reads them, and of claimed things as it writes them. */
final class GarbageItems {
    /** In the gate of a claimed run: the metrics of which the run has points. */
    static final String METRICS = "metrics";

    private static final String KIND = "kind";
    private static final String ID = "id";
    private static final String NAME = "name";
    private static final String LOCATION = "location";

    private GarbageItems() {}

    static Key claimedModel(String id) {
        return new Key("CLAIMED_MODEL#" + id, Keys.MAIN_ITEM);
    }

    /**
     * The key of a deleted thing. A registered model is at the key of its name, or at the key of its id if another model has
     * the name.
     */
    static Deleted toDeleted(Item item) {
        long time = item.number(DeletedItems.AT);
        if (item.has(ModelItems.DELETED_ID)) {
            return new Deleted(
                    Kind.REGISTERED_MODEL, item.string(ModelItems.DELETED_ID), item.string(ModelItems.NAME), 0, time);
        }
        String partition = item.string(Keys.PK);
        if (partition.startsWith(VersionItems.partition(""))) {
            return version(item, time);
        }
        if (partition.startsWith(RunItems.partition(""))) {
            return new Deleted(Kind.RUN, item.string(RunItems.ID), item.string(RunItems.NAME), 0, time);
        }
        return partition.startsWith(LoggedModelItems.partition(""))
                ? new Deleted(
                        Kind.LOGGED_MODEL,
                        item.string(LoggedModelItems.ID),
                        item.string(LoggedModelItems.NAME),
                        0,
                        time)
                : new Deleted(Kind.UNKNOWN, partition, "", 0, time);
    }

    private static Deleted version(Item item, long time) {
        return new Deleted(
                Kind.MODEL_VERSION,
                item.string(VersionItems.MODEL_ID),
                item.string(VersionItems.MODEL_NAME),
                item.number(VersionItems.VERSION),
                time);
    }

    static Claimed toVersion(Item item, long time) {
        return new Claimed(version(item, time), item.string(VersionItems.STORAGE));
    }

    /** The item that remains of a claimed registered model. */
    static Item ofModel(Item deleted) {
        Deleted thing = toDeleted(deleted);
        return claimed(claimedModel(thing.id()), thing, deleted, "");
    }

    private static Item claimed(Key key, Deleted thing, Item deleted, String location) {
        return Item.with(key)
                .set(KIND, thing.kind().name())
                .set(ID, thing.id())
                .set(NAME, thing.name())
                .set(LOCATION, location)
                .set(DeletedItems.CLAIMED_AT, (Long) thing.time())
                .set(Keys.LOOKUP_PK, DeletedItems.claimedPartition(deleted))
                .set(Keys.LOOKUP_SK, deleted.string(Keys.LOOKUP_SK));
    }

    /** The gate of a claimed run or logged model, which is all that remains of it. */
    static Item closed(Deleted thing, Item owner) {
        Item gate = claimed(ReferenceItems.gate(thing.id()), thing, owner, owner.string(RunItems.URI));
        var metrics = owner.entries(RunItems.METRICS).keySet();
        return metrics.isEmpty()
                ? gate
                : gate.set(METRICS, AttributeValue.fromSs(metrics.stream().toList()));
    }

    /** The update that closes a gate. */
    static Write close(Deleted thing, Item owner) {
        Write update = Write.update(ReferenceItems.gate(thing.id()));
        closed(thing, owner).attributes().forEach((name, value) -> {
            if (!name.equals(Keys.PK) && !name.equals(Keys.SK)) {
                update.set(value, name);
            }
        });
        return update;
    }

    static Claimed toClaimed(Item item) {
        long time = item.number(DeletedItems.CLAIMED_AT);
        return item.has(KIND)
                ? new Claimed(
                        new Deleted(Kind.stored(item.string(KIND)), item.string(ID), item.string(NAME), 0, time),
                        item.string(LOCATION))
                : toVersion(item, time);
    }
}
