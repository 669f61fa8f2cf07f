package io.lambdaregistry.dynamodb.event;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.PrincipalItems;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.event.ChangeKinds;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.event.RegistryChange.ModelCreated;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.event.Subject;
import java.util.OptionalLong;

/**
 * The items of events: {@code EVENTS#<model id>} / order. An event is written with its change, and never again.
 *
 * <p>A model's first event has a key of its own, {@link #FIRST}; the request that writes it owns the id. The index {@code
 * by_stage} sorts events by the subject that they gave a value to, and {@code by_update} those that moved a name, a stage or an
 * alias. The first event is in neither: an item and its entries in local indexes have 400 KB together, which a model may need
 * for its tags.
 */
public final class EventItems {
    static final String PARTITION = "EVENTS#";

    static final String ORDER = "event_order";
    static final String MODEL_ID = "model_id";

    /** The sort key of a model's first event. */
    static final String FIRST = Keys.sortable(0);

    private static final String TYPE = "event";
    private static final String NAME = "name";
    private static final String WHO = "who";

    private EventItems() {}

    public static String partition(String modelId) {
        return PARTITION + modelId;
    }

    static String listing(int shard) {
        return "EVENTS#" + shard;
    }

    /** The partition of the lookup index with the models that were given a name. */
    static String named(String name) {
        return "NAMED#" + name;
    }

    /** Sorts events by their order, and those of the same order by their model. */
    static String listingKey(long order, String modelId) {
        return Keys.sortable(order) + "#" + modelId;
    }

    /** The events on a subject, in the index by stage. */
    static String subjectKey(Subject subject) {
        return Keys.hash(String.join("\0", subject.path())) + "#";
    }

    /** The key of a model's first event. */
    public static Key firstKey(String modelId) {
        return new Key(partition(modelId), FIRST);
    }

    public static Write put(RegistryEvent event) {
        return Write.put(of(event));
    }

    static Item of(RegistryEvent event) {
        RegistryChange change = event.change();
        String order = Keys.sortable(event.order());
        Item item = Item.with(new Key(partition(event.modelId()), change instanceof ModelCreated ? FIRST : order))
                .set(TYPE, change.kind().name())
                .set(ORDER, event.order())
                .set(MODEL_ID, event.modelId())
                .set(NAME, event.name())
                .set(Keys.LISTING_PK, listing(Keys.shard(event.id())))
                .set(Keys.LISTING_SK, listingKey(event.order(), event.modelId()));
        PrincipalItems.set(item, WHO, event.who());
        OptionalLong version = change.aboutVersion();
        if (version.isPresent()) {
            item.set(EventFields.VERSION, version.getAsLong());
        }
        change.write(new EventFields(item));
        change.givenName(event.name())
                .ifPresent(name -> item.set(Keys.LOOKUP_PK, named(name)).set(Keys.LOOKUP_SK, event.modelId()));
        if (change instanceof ModelCreated) {
            return item;
        }
        change.subject().ifPresent(subject -> item.set(Keys.STAGE_SK, subjectKey(subject) + order));
        return change.isMove() ? item.set(Keys.UPDATE_SK, order) : item;
    }

    public static RegistryEvent toEvent(Item item) {
        return new RegistryEvent(
                item.number(ORDER),
                item.string(MODEL_ID),
                item.string(NAME),
                PrincipalItems.read(item, WHO),
                ChangeKinds.read(item.string(TYPE), new EventFields(item)));
    }
}
