package io.lambdaregistry.dynamodb;

import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.event.RegistryChange.AliasDeleted;
import io.lambdaregistry.event.RegistryChange.AliasSet;
import io.lambdaregistry.event.RegistryChange.ModelCreated;
import io.lambdaregistry.event.RegistryChange.ModelDeleted;
import io.lambdaregistry.event.RegistryChange.ModelRenamed;
import io.lambdaregistry.event.RegistryChange.ModelRestored;
import io.lambdaregistry.event.RegistryChange.ModelTagDeleted;
import io.lambdaregistry.event.RegistryChange.ModelTagSet;
import io.lambdaregistry.event.RegistryChange.ModelUpdated;
import io.lambdaregistry.event.RegistryChange.StageChanged;
import io.lambdaregistry.event.RegistryChange.VersionCreated;
import io.lambdaregistry.event.RegistryChange.VersionDeleted;
import io.lambdaregistry.event.RegistryChange.VersionRestored;
import io.lambdaregistry.event.RegistryChange.VersionTagDeleted;
import io.lambdaregistry.event.RegistryChange.VersionTagSet;
import io.lambdaregistry.event.RegistryChange.VersionUpdated;
import io.lambdaregistry.event.RegistryChange.VersionsArchived;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.event.Subject;
import io.lambdaregistry.registry.Stage;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of events: {@code EVENTS#<model id>} / their order. Written with the change, and never again.
 *
 * <p>A model's first event lies at a key of its own, {@link #FIRST}: whoever writes it owns the id. In the index by stage an
 * event lies under what it gave a value to, in the index by update if it moved a name, a stage or an alias. The first event is
 * in neither: an item and its entries in local indexes have 400 KB together, which a model may need for its tags.
 */
final class EventItems {
    static final String PARTITION = "EVENTS#";

    static final String ORDER = "event_order";
    static final String MODEL_ID = "model_id";

    /** The sort key of a model's first event. */
    static final String FIRST = Keys.sortable(0);

    private static final String TYPE = "event";
    private static final String NAME = "name";
    private static final String WHO = "who";
    private static final String VERSION = "version";
    private static final String KEY = "key";
    private static final String VALUE = "value";
    private static final String FROM = "from";
    private static final String VERSIONS = "versions";
    private static final String ALIASES = "aliases";
    private static final String TAGS = "tags";
    private static final String DESCRIPTION = "description";
    private static final String SOURCE = "source";
    private static final String RUN_ID = "run_id";
    private static final String RUN_LINK = "run_link";
    private static final String LOGGED_MODEL = "logged_model";

    private EventItems() {}

    static String partition(String modelId) {
        return PARTITION + modelId;
    }

    static String listing(int shard) {
        return "EVENTS#" + shard;
    }

    /** Where the models are found that a name was given to. */
    static String named(String name) {
        return "NAMED#" + name;
    }

    /** Sorts events by their order, and those of the same order by their model. */
    static String listingKey(long order, String modelId) {
        return Keys.sortable(order) + "#" + modelId;
    }

    /** The events on a subject, in the index by stage. */
    static String subjectKey(Subject subject) {
        return TagRows.hash(String.join("\0", subject.path())) + "#";
    }

    /** Of a model's first event. */
    static Key firstKey(String modelId) {
        return new Key(partition(modelId), FIRST);
    }

    static Write put(RegistryEvent event) {
        return Write.put(of(event));
    }

    static Item of(RegistryEvent event) {
        RegistryChange change = event.change();
        String order = Keys.sortable(event.order());
        Item item = Item.with(new Key(partition(event.modelId()), change instanceof ModelCreated ? FIRST : order))
                .set(TYPE, change.entity() + "." + change.action())
                .set(ORDER, event.order())
                .set(MODEL_ID, event.modelId())
                .set(NAME, event.name())
                .set(WHO, event.who())
                .set(Keys.LISTING_PK, listing(Keys.shard(event.id())))
                .set(Keys.LISTING_SK, listingKey(event.order(), event.modelId()));
        OptionalLong version = change.aboutVersion();
        if (version.isPresent()) {
            item.set(VERSION, version.getAsLong());
        }
        writeChange(item, change);
        if (change instanceof ModelCreated) {
            return item;
        }
        change.subject().ifPresent(subject -> item.set(Keys.STAGE_SK, subjectKey(subject) + order));
        return isMove(change) ? item.set(Keys.UPDATE_SK, order) : item;
    }

    private static void writeChange(Item item, RegistryChange change) {
        switch (change) {
            case ModelCreated c ->
                named(item, item.string(NAME)).set(DESCRIPTION, c.description()).set(TAGS, c.tags());
            case ModelUpdated c -> item.set(VALUE, c.description());
            case ModelRenamed c -> named(item, c.newName()).set(VALUE, c.newName());
            case ModelDeleted c -> {}
            case ModelRestored c -> named(item, c.newName()).set(VALUE, c.newName());
            case ModelTagSet c -> item.set(KEY, c.key()).set(VALUE, c.value());
            case ModelTagDeleted c -> item.set(KEY, c.key());
            case AliasSet c -> {
                item.set(KEY, c.alias());
                c.from().ifPresent(from -> item.set(FROM, Long.toString(from)));
            }
            case AliasDeleted c -> item.set(KEY, c.alias());
            case VersionCreated c ->
                item.set(SOURCE, c.source())
                        .set(RUN_ID, c.runId())
                        .set(RUN_LINK, c.runLink())
                        .set(LOGGED_MODEL, c.modelId())
                        .set(DESCRIPTION, c.description())
                        .set(TAGS, c.tags());
            case VersionUpdated c -> item.set(VALUE, c.description());
            case VersionDeleted c -> strings(item, ALIASES, c.aliases());
            case VersionRestored c -> item.set(VALUE, c.stage().label());
            case StageChanged c -> {
                item.set(FROM, c.from().label()).set(VALUE, c.to().label());
                numbers(item, VERSIONS, c.archived());
            }
            case VersionsArchived c -> {
                item.set(FROM, c.from().label());
                numbers(item, VERSIONS, c.versions());
            }
            case VersionTagSet c -> item.set(KEY, c.key()).set(VALUE, c.value());
            case VersionTagDeleted c -> item.set(KEY, c.key());
        }
    }

    private static Item named(Item item, String name) {
        return item.set(Keys.LOOKUP_PK, named(name)).set(Keys.LOOKUP_SK, item.string(MODEL_ID));
    }

    /** Sets of DynamoDB can't be empty. */
    private static void strings(Item item, String name, Collection<String> values) {
        if (!values.isEmpty()) {
            item.set(name, AttributeValue.fromSs(List.copyOf(values)));
        }
    }

    private static void numbers(Item item, String name, Collection<Long> values) {
        if (!values.isEmpty()) {
            item.set(name, Item.numberSet(values));
        }
    }

    private static boolean isMove(RegistryChange change) {
        return switch (change) {
            case ModelRenamed c -> true;
            case ModelDeleted c -> true;
            case ModelRestored c -> true;
            case AliasSet c -> true;
            case AliasDeleted c -> true;
            case VersionDeleted c -> true;
            case VersionRestored c -> true;
            case StageChanged c -> true;
            case VersionsArchived c -> true;
            default -> false;
        };
    }

    static RegistryEvent toEvent(Item item) {
        return new RegistryEvent(
                item.number(ORDER), item.string(MODEL_ID), item.string(NAME), item.string(WHO), readChange(item));
    }

    private static RegistryChange readChange(Item item) {
        long version = item.number(VERSION);
        String key = item.string(KEY);
        return switch (item.string(TYPE)) {
            case "registered_model.created" -> new ModelCreated(item.string(DESCRIPTION), item.strings(TAGS));
            case "registered_model.updated" -> new ModelUpdated(item.string(VALUE));
            case "registered_model.renamed" -> new ModelRenamed(item.string(VALUE));
            case "registered_model.deleted" -> new ModelDeleted();
            case "registered_model.restored" -> new ModelRestored(item.string(VALUE));
            case "registered_model_tag.set" -> new ModelTagSet(key, item.string(VALUE));
            case "registered_model_tag.deleted" -> new ModelTagDeleted(key);
            case "model_version_alias.created" ->
                new AliasSet(
                        key,
                        version,
                        item.has(FROM) ? OptionalLong.of(Long.parseLong(item.string(FROM))) : OptionalLong.empty());
            case "model_version_alias.deleted" -> new AliasDeleted(key);
            case "model_version.created" ->
                new VersionCreated(
                        version,
                        item.string(SOURCE),
                        item.string(RUN_ID),
                        item.string(RUN_LINK),
                        item.string(LOGGED_MODEL),
                        item.string(DESCRIPTION),
                        item.strings(TAGS));
            case "model_version.updated" -> new VersionUpdated(version, item.stringOrNull(VALUE));
            case "model_version.deleted" ->
                new VersionDeleted(
                        version, item.stringSet(ALIASES).stream().sorted().toList());
            case "model_version.restored" -> new VersionRestored(version, Stage.parse(item.string(VALUE)));
            case "model_version_stage.changed" ->
                new StageChanged(
                        version,
                        Stage.parse(item.string(FROM)),
                        Stage.parse(item.string(VALUE)),
                        item.numberSet(VERSIONS).stream().sorted().toList());
            case "model_version_stage.archived" ->
                new VersionsArchived(
                        Stage.parse(item.string(FROM)),
                        item.numberSet(VERSIONS).stream().sorted().toList());
            case "model_version_tag.set" -> new VersionTagSet(version, key, item.string(VALUE));
            case "model_version_tag.deleted" -> new VersionTagDeleted(version, key);
            default -> throw new IllegalStateException("unknown event " + item.string(TYPE));
        };
    }
}
