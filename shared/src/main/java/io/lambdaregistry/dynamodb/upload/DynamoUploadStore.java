package io.lambdaregistry.dynamodb.upload;

import io.lambdaregistry.dynamodb.event.EventItems;
import io.lambdaregistry.dynamodb.event.ModelIds;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.LostRace;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.dynamodb.registry.ListingShards;
import io.lambdaregistry.dynamodb.registry.ModelChanges;
import io.lambdaregistry.dynamodb.registry.ModelItems;
import io.lambdaregistry.dynamodb.registry.ModelNames;
import io.lambdaregistry.dynamodb.registry.ReferenceItems;
import io.lambdaregistry.dynamodb.registry.TagRows;
import io.lambdaregistry.dynamodb.registry.VersionItems;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.registry.NewModelVersion;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.upload.ModelFolder;
import io.lambdaregistry.upload.RegisteredUpload;
import io.lambdaregistry.upload.UploadStore;
import io.lambdaregistry.upload.UploadedObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The store of uploads on DynamoDB. {@link UploadItems} names the keys and attributes. */
public final class DynamoUploadStore implements UploadStore {
    private final Table table;
    private final ListingShards shards;
    private final ModelChanges changes;

    public DynamoUploadStore(Table table) {
        this.table = table;
        this.shards = new ListingShards(table);
        this.changes = new ModelChanges(table);
    }

    @Override
    public RegisteredUpload register(
            UploadedObject upload,
            ModelFolder folder,
            NewModelVersion version,
            List<String> aliases,
            Occasion occasion) {
        return LostRace.retrying(() -> {
            List<Callable<Optional<Item>>> reads = List.of(
                    () -> table.get(UploadItems.key(folder, upload)),
                    () -> newestUpload(folder),
                    () -> table.get(ModelItems.key(folder.model())));
            List<Optional<Item>> found = table.inParallel(reads);
            if (found.getFirst().isPresent()) {
                return UploadItems.toUpload(found.getFirst().get(), false, Map.of());
            }
            boolean superseded = found.get(1)
                    .filter(newest -> UploadItems.isNewer(newest, upload.putOrder()))
                    .isPresent();
            List<String> moved = superseded ? List.of() : aliases;
            return create(upload, folder, version, moved, found.getLast(), occasion);
        });
    }

    /**
     * Registers an upload. Each registration changes the model on the condition that nothing has changed it since it was
     * read. So one of several concurrent registrations succeeds, and the others read again.
     */
    private RegisteredUpload create(
            UploadedObject upload,
            ModelFolder folder,
            NewModelVersion version,
            List<String> aliases,
            Optional<Item> named,
            Occasion occasion) {
        Optional<Item> found = named.filter(ModelItems::isLiving);
        Item model = found.orElseGet(() -> newModel(folder.model(), occasion));
        long number = model.number(ModelItems.VERSIONS) + 1;
        List<RegistryChange> events = new ArrayList<>();
        if (found.isEmpty()) {
            events.add(new RegistryChange.ModelCreated("", Map.of()));
        }
        events.add(ModelChanges.versionCreated(number, version));
        aliases.forEach(alias -> events.add(new RegistryChange.AliasSet(alias, number, target(model, alias))));
        Item item = UploadItems.create(folder, upload, model, number);
        List<Write> writes = new ArrayList<>();
        writes.add(Write.put(item).whenAbsent().orLostRace());
        Item made = VersionItems.create(model, number, version, occasion.time(), shards);
        writes.add(Write.put(made));
        writes.addAll(ReferenceItems.of(made));
        writes.addAll(VersionItems.recent(made));
        TagRows.ofVersion(model, number, version.tags()).forEach(row -> writes.add(Write.put(row)));
        long last = changes.add(writes, model, occasion, events);
        if (found.isPresent()) {
            writes.add(counted(model, aliases, number, occasion, last));
        } else {
            Item first = withFirstVersion(model, aliases, last);
            writes.add(ModelNames.take(first, named).orLostRace());
            writes.addAll(ModelNames.withTaken(first, named, shards));
        }
        table.transact(writes);
        if (found.isEmpty()) {
            shards.created(folder.model());
        }
        return UploadItems.toUpload(item, true, version.tags());
    }

    /**
     * The id of a new model: if the first id of the name is taken, by a model that was deleted or renamed, it is a random
     * one.
     */
    private Item newModel(String name, Occasion occasion) {
        String first = ModelIds.first(name);
        String id = table.get(EventItems.firstKey(first)).isPresent()
                ? UUID.randomUUID().toString()
                : first;
        return ModelItems.of(
                new RegisteredModel(name, occasion.time(), occasion.time(), "", Map.of(), Map.of(), List.of()),
                id,
                shards);
    }

    private static OptionalLong target(Item model, String alias) {
        Long version = model.numbers(ModelItems.ALIASES).get(alias);
        return version == null ? OptionalLong.empty() : OptionalLong.of(version);
    }

    private static Write counted(Item model, List<String> aliases, long number, Occasion occasion, long last) {
        Write update = ModelChanges.unchanged(model, last)
                .set(Item.number(number), ModelItems.VERSIONS)
                .set(ModelItems.UPDATED, occasion.time())
                .whenAbsentOrEqual(Item.number(number - 1), ModelItems.VERSIONS);
        aliases.forEach(alias -> update.set(Item.number(number), ModelItems.ALIASES, alias));
        return update;
    }

    private static Item withFirstVersion(Item model, List<String> aliases, long last) {
        Map<String, AttributeValue> pointing = new HashMap<>();
        aliases.forEach(alias -> pointing.put(alias, Item.number(1)));
        return model.set(ModelItems.VERSIONS, 1L)
                .set(ModelItems.LAST_EVENT, last)
                .set(ModelItems.ALIASES, AttributeValue.fromM(pointing));
    }

    private Optional<Item> newestUpload(ModelFolder folder) {
        Query latestFirst = Query.byUpdate(UploadItems.partition(folder)).descending();
        return table.query(latestFirst.limit(1), null).items().stream().findFirst();
    }

    @Override
    public Optional<RegisteredUpload> newest(ModelFolder folder) {
        return newestUpload(folder)
                .flatMap(upload -> VersionItems.read(
                                table,
                                VersionItems.key(
                                        upload.string(UploadItems.MODEL_ID), upload.number(UploadItems.VERSION)))
                        .map(version -> UploadItems.toUpload(upload, false, version.strings(VersionItems.TAGS))));
    }

    @Override
    public boolean setTags(RegisteredUpload upload, Map<String, String> tags, Occasion occasion) {
        return LostRace.retrying(() -> {
            Optional<Item> model = ModelItems.find(table, upload.modelId(), upload.model());
            Key key = VersionItems.key(upload.modelId(), upload.version());
            if (model.isEmpty() || VersionItems.read(table, key).isEmpty()) {
                return false;
            }
            Write onVersion = VersionItems.whenLiving(Write.update(key)).orLostRace();
            List<RegistryChange> made = new ArrayList<>();
            List<Write> writes = new ArrayList<>();
            writes.add(onVersion);
            tags.forEach((tag, value) -> {
                onVersion.set(AttributeValue.fromS(value), VersionItems.TAGS, tag);
                made.add(new RegistryChange.VersionTagSet(upload.version(), tag, value));
                writes.add(Write.put(TagRows.ofVersion(model.get(), upload.version(), tag, value)));
            });
            long last = changes.add(writes, model.get(), occasion, made);
            writes.add(ModelChanges.unchanged(model.get(), last));
            table.transact(writes);
            return true;
        });
    }
}
