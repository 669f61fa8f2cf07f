package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.event.EventItems;
import io.lambdaregistry.dynamodb.event.ModelIds;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Outcome;
import io.lambdaregistry.dynamodb.kit.Pause;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.registry.NewModelVersion;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.RegistryErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Changes of a model, each with its event in one transaction. The model stores the order of its last event and accepts only a
 * greater one, so its events have the order of its changes.
 */
public final class ModelChanges {
    private static final int ATTEMPTS = 100;

    private final Table table;
    private final Stamps stamps = new Stamps();

    public ModelChanges(Table table) {
        this.table = table;
    }

    /**
     * An order for an event of the model, greater than those of its events.
     *
     * @param last the order of the model's last event; 0 if it has none
     */
    long orderBehind(long last, Occasion occasion) {
        return stamps.next(occasion.time(), last);
    }

    static Write event(long order, String modelId, String name, Occasion occasion, RegistryChange change) {
        return EventItems.put(new RegistryEvent(order, modelId, name, occasion.who(), change))
                .whenAbsent();
    }

    public static RegistryChange versionCreated(long number, NewModelVersion version) {
        return new RegistryChange.VersionCreated(
                number,
                version.source(),
                version.runId(),
                version.runLink(),
                version.modelId(),
                version.description(),
                version.tags());
    }

    /** Adds the events of several changes to a transaction, and returns the order of the last. */
    public long add(List<Write> writes, Item model, Occasion occasion, List<RegistryChange> made) {
        String id = model.string(ModelItems.ID);
        String name = model.string(ModelItems.NAME);
        long last = model.number(ModelItems.LAST_EVENT);
        for (RegistryChange change : made) {
            last = orderBehind(last, occasion);
            writes.add(event(last, id, name, occasion, change).orLostRace());
        }
        return last;
    }

    /**
     * An update of a model whose new events, up to {@code last}, follow the events that it had when it was read. If the
     * model has changed since, a race is lost.
     */
    public static Write unchanged(Item model, long last) {
        return ModelItems.update(model.string(ModelItems.NAME))
                .whenEqual(ModelItems.id(model), ModelItems.ID)
                .whenAbsentOrEqual(Item.number(model.number(ModelItems.LAST_EVENT)), ModelItems.LAST_EVENT)
                .set(ModelItems.LAST_EVENT, last)
                .orLostRace();
    }

    /** Adds to a write of the model the condition that it has this id and no later event. */
    static Write ordered(Write model, String modelId, long order) {
        return model.whenEqual(Item.text(modelId), ModelItems.ID)
                .whenAbsentOrLess(Item.number(order), ModelItems.LAST_EVENT)
                .set(ModelItems.LAST_EVENT, order);
    }

    /**
     * Changes a model without reading it first. Its id is presumed to be that of the first model of its name, which is nearly
     * always right; if it is not, the refused write returns the model, and the second attempt is right.
     *
     * @param write of the model, made anew for each attempt; conditions of its own say what they mean
     * @param rows the writes that go into the same transaction, with the meaning of their conditions
     */
    void change(String name, Occasion occasion, RegistryChange change, Supplier<Write> write, List<Write> rows) {
        changeAsFound(name, occasion, change, _ -> write.get(), rows);
    }

    /** The same with a write that depends on the model as the last attempt found it, if there was one. */
    void changeAsFound(
            String name,
            Occasion occasion,
            RegistryChange change,
            Function<Optional<Item>, Write> write,
            List<Write> rows) {
        change(name, new Seen(ModelIds.first(name), 0, false), occasion, change, write, rows);
    }

    /** Changes a model that was read, as long as the name is still its own. */
    void change(Item model, Occasion occasion, RegistryChange change, Supplier<Write> write, List<Write> rows) {
        change(model.string(ModelItems.NAME), Seen.of(model), occasion, change, _ -> write.get(), rows);
    }

    /**
     * Changes a model that was read, in one attempt. If the model has changed since, nothing is written, and the model is
     * found.
     */
    Outcome changeOnce(Item model, Occasion occasion, RegistryChange change, Write write, List<Write> rows) {
        Seen seen = Seen.of(model);
        long order = orderBehind(seen.lastEvent(), occasion);
        return transact(model.string(ModelItems.NAME), seen, order, occasion, change, write.orFound(), rows);
    }

    private Outcome transact(
            String name,
            Seen seen,
            long order,
            Occasion occasion,
            RegistryChange change,
            Write write,
            List<Write> rows) {
        List<Write> writes = new ArrayList<>(rows.size() + 2);
        writes.add(ordered(write, seen.id(), order));
        writes.add(event(order, seen.id(), name, occasion, change));
        writes.addAll(rows);
        return table.tryTransact(writes);
    }

    /** @param certain whether it was read, and not guessed */
    private record Seen(String id, long lastEvent, boolean certain) {
        static Seen of(Item model) {
            return new Seen(model.string(ModelItems.ID), model.number(ModelItems.LAST_EVENT), true);
        }

        boolean is(Item model) {
            return model.string(ModelItems.ID).equals(id);
        }
    }

    private void change(
            String name,
            Seen first,
            Occasion occasion,
            RegistryChange change,
            Function<Optional<Item>, Write> write,
            List<Write> rows) {
        Seen seen = first;
        Optional<Item> model = Optional.empty();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long order = orderBehind(seen.lastEvent(), occasion);
            Seen presumed = seen;
            Write onModel = write.apply(model)
                    .orRefuseUnless(
                            found -> ModelItems.isLiving(found) && (presumed.is(found) || !presumed.certain()),
                            () -> RegistryErrors.modelNotFound(name))
                    .orFoundUnless(found -> presumed.is(found) && found.number(ModelItems.LAST_EVENT) < order);
            if (!(transact(name, presumed, order, occasion, change, onModel, rows)
                    instanceof Outcome.Found(Key _, Optional<Item> there))) {
                return;
            }
            model = there;
            seen = Seen.of(there.orElseThrow());
            if (seen.id().equals(presumed.id())) {
                Pause.before(Math.min(attempt, 3)); // the id was right, so a race was lost
            }
        }
        throw new RegistryException(
                ErrorCode.TEMPORARILY_UNAVAILABLE, "Too many changes of this model at once. Try again.");
    }
}
