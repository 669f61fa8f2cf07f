package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.event.ModelIds;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.LongTexts;
import io.lambdaregistry.dynamodb.kit.LostRace;
import io.lambdaregistry.dynamodb.kit.Outcome;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.metering.Fork;
import io.lambdaregistry.registry.ModelSearch;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.NewModelVersion;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.registry.RegistryErrors;
import io.lambdaregistry.registry.RegistryStore;
import io.lambdaregistry.registry.Stage;
import io.lambdaregistry.registry.VersionSearch;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The registry's store on DynamoDB. {@link ModelItems}, {@link VersionItems} and {@link TagRows} name the keys and attributes. */
public final class DynamoRegistryStore implements RegistryStore {
    private static final int ATTEMPTS = 100;

    private final Table table;
    private final ListingShards shards;
    private final ModelChanges changes;
    private final VersionTransactions versions;
    private final StageTransitions transitions;
    private final ModelNames names;
    private final Restorations restorations;
    private final LatestVersions latest;
    private final ModelQueries modelQueries;
    private final VersionQueries versionQueries;

    public DynamoRegistryStore(Table table, PageTokens tokens) {
        this(table, tokens, new ListingShards(table));
    }

    public DynamoRegistryStore(Table table, PageTokens tokens, ListingShards shards) {
        this.table = table;
        this.shards = shards;
        this.changes = new ModelChanges(table);
        this.versions = new VersionTransactions(table, changes);
        this.transitions = new StageTransitions(table, versions, changes);
        this.names = new ModelNames(table, shards);
        this.restorations = new Restorations(table, shards, changes);
        this.latest = new LatestVersions(table);
        this.modelQueries = new ModelQueries(table, shards, latest, tokens);
        this.versionQueries = new VersionQueries(table, shards, tokens);
    }

    @Override
    public RegisteredModel createModel(String name, String description, Map<String, String> tags, Occasion occasion) {
        long now = occasion.time();
        return created(
                new RegisteredModel(name, now, now, description, tags, Map.of(), List.of()),
                occasion,
                taken -> RegistryErrors.nameTaken(name, taken.strings(ModelItems.TAGS), tags));
    }

    @Override
    public RegisteredModel importModel(RegisteredModel model, Occasion occasion) {
        return LostRace.retrying(() -> ModelItems.read(table, model.name())
                .map(ModelItems::toModel)
                .orElseGet(() -> created(model, occasion, taken -> new LostRace())));
    }

    /** @param refusal makes the exception of the model that has the name already */
    private RegisteredModel created(
            RegisteredModel model, Occasion occasion, Function<Item, ? extends RuntimeException> refusal) {
        String name = model.name();
        List<Item> rows = TagRows.ofTransaction(table, TagRows.ofModel(name, model.tags()));
        Optional<Item> deleted = Optional.empty();
        String id = ModelIds.first(name);
        while (true) {
            long order = changes.orderBehind(0, occasion);
            Item item = ModelItems.of(model, id, shards).set(ModelItems.LAST_EVENT, order);
            if (!(create(item, deleted, event(order, model, id, occasion), rows)
                    instanceof Outcome.Found(Key at, Optional<Item> there))) {
                shards.created(name);
                return ModelItems.toModel(item);
            }
            if (at.equals(item.key())) {
                if (there.filter(ModelItems::isLiving).isPresent()) {
                    throw refusal.apply(there.get());
                }
                deleted = there;
            }
            // a model that was deleted or renamed had the name before: its id stays its own
            id = UUID.randomUUID().toString();
        }
    }

    private static Write event(long order, RegisteredModel model, String id, Occasion occasion) {
        RegistryChange change = new RegistryChange.ModelCreated(model.description(), model.tags());
        return ModelChanges.event(order, id, model.name(), occasion, change);
    }

    /** Puts a new model and its first event, which claims the id. Returns the item that has the name already, or else the id. */
    private Outcome create(Item model, Optional<Item> deleted, Write event, List<Item> rows) {
        List<Write> writes = new ArrayList<>();
        writes.add(ModelNames.take(model, deleted).orFound());
        writes.addAll(ModelNames.withTaken(model, deleted, shards));
        writes.add(event.orFound());
        rows.forEach(row -> writes.add(Write.put(row)));
        return table.tryTransact(writes);
    }

    @Override
    public boolean isPrompt(String name) {
        return RegisteredModel.isPrompt(model(name).strings(ModelItems.TAGS));
    }

    @Override
    public RegisteredModel getModel(String name) {
        return withLatest(model(name));
    }

    private RegisteredModel withLatest(Item model) {
        return ModelItems.toModel(model).withLatestVersions(latest.of(model, Stage.ALL));
    }

    private Item model(String name) {
        return ModelItems.read(table, name).orElseThrow(() -> RegistryErrors.modelNotFound(name));
    }

    @Override
    public RegisteredModel updateModel(String name, String description, Occasion occasion) {
        List<Callable<Optional<Item>>> calls = List.of(
                () -> {
                    changes.change(
                            name,
                            occasion,
                            new RegistryChange.ModelUpdated(description),
                            () -> ModelItems.update(name)
                                    .set(ModelItems.DESCRIPTION, description.isEmpty() ? null : description)
                                    .set(ModelItems.UPDATED, occasion.time()),
                            List.of());
                    return Optional.empty();
                },
                () -> ModelItems.read(table, name));
        // a transaction does not return what it has written, so the item is read meanwhile
        Item updated = table.inParallel(calls)
                .getLast()
                .or(() -> ModelItems.read(table, name))
                .orElseThrow(() -> RegistryErrors.modelNotFound(name))
                .copy()
                .set(ModelItems.DESCRIPTION, description)
                .set(ModelItems.UPDATED, occasion.time());
        return withLatest(updated);
    }

    @Override
    public RegisteredModel renameModel(String name, String newName, Occasion occasion) {
        return LostRace.retrying(() -> {
            Item old = model(name);
            long order = changes.orderBehind(old.number(ModelItems.LAST_EVENT), occasion);
            Item renamed =
                    ModelItems.renamed(old, newName, occasion.time(), shards).set(ModelItems.LAST_EVENT, order);
            Write event = ModelChanges.event(
                    order, old.string(ModelItems.ID), name, occasion, new RegistryChange.ModelRenamed(newName));
            List<Callable<List<ModelVersion>>> calls = List.of(
                    () -> {
                        if (name.equals(newName)) {
                            touch(old, renamed, event);
                        } else {
                            move(old, renamed, event);
                        }
                        return List.of();
                    },
                    () -> latest.of(renamed, Stage.ALL));
            List<ModelVersion> versions = table.inParallel(calls).getLast();
            return ModelItems.toModel(renamed).withLatestVersions(versions);
        });
    }

    /** A rename to the same name changes only times. */
    private void touch(Item old, Item renamed, Write event) {
        table.transact(whenStill(old, Write.put(renamed)), Write.put(RenamedModels.row(renamed)), event);
    }

    private void move(Item old, Item renamed, Write event) {
        List<Write> others = new ArrayList<>();
        others.add(whenStill(old, Write.delete(old.key())));
        others.addAll(NameRows.delete(old.string(ModelItems.NAME), shards));
        others.add(Write.put(RenamedModels.row(renamed)));
        others.add(event);
        names.take(renamed, others);
    }

    /** Adds the condition that nothing has written to the model since it was read; otherwise the race is lost. */
    private static Write whenStill(Item model, Write write) {
        write.whenEqual(ModelItems.id(model), ModelItems.ID).orLostRace();
        return model.has(ModelItems.REVISION)
                ? write.whenEqual(Item.number(model.number(ModelItems.REVISION)), ModelItems.REVISION)
                : write.whenAbsent(ModelItems.REVISION);
    }

    @Override
    public void deleteModel(String name, Occasion occasion) {
        changes.change(
                name,
                occasion,
                new RegistryChange.ModelDeleted(),
                () -> ModelItems.delete(name, occasion.time()),
                NameRows.delete(name, shards));
    }

    @Override
    public RegisteredModel restoreModel(String name, String modelId, String newName, Occasion occasion) {
        return restorations.model(name, modelId, newName, occasion);
    }

    @Override
    public ModelVersion restoreVersion(String name, long version, Occasion occasion) {
        return restorations.version(name, version, occasion);
    }

    @Override
    public void setModelTag(String name, String key, String value, Occasion occasion) {
        changes.changeAsFound(
                name,
                occasion,
                new RegistryChange.ModelTagSet(key, value),
                found -> LongTexts.withRoomFor(
                        key,
                        ModelItems.TAGS,
                        listed(name, key, value, ModelItems.update(name))
                                .set(AttributeValue.fromS(value), ModelItems.TAGS, key),
                        found),
                withKind(name, key, value, Write.put(TagRows.ofModel(name, key, value))));
    }

    @Override
    public void deleteModelTag(String name, String key, Occasion occasion) {
        changes.change(
                name,
                occasion,
                new RegistryChange.ModelTagDeleted(key),
                () -> listed(name, key, "", ModelItems.update(name))
                        .remove(ModelItems.TAGS, key)
                        .whenPresent(ModelItems.TAGS, key)
                        .orSkip(),
                withKind(name, key, "", Write.delete(TagRows.modelKey(name, key))));
    }

    /** The row of a tag, and where the tag says whether the model is a prompt, that of its name. */
    private List<Write> withKind(String name, String key, String value, Write row) {
        List<Write> writes = new ArrayList<>(List.of(row));
        if (key.equals(RegisteredModel.IS_PROMPT_TAG)) {
            writes.addAll(NameRows.put(name, Map.of(key, value), shards));
        }
        return writes;
    }

    /** A tag may say that the model is a prompt, which is listed elsewhere. */
    private Write listed(String name, String key, String value, Write update) {
        boolean prompt = RegisteredModel.isListedAsPrompt(Map.of(key, value));
        return key.equals(RegisteredModel.IS_PROMPT_TAG)
                ? update.set(Keys.LISTING_PK, ModelItems.listing(name, prompt, shards))
                : update;
    }

    @Override
    public void setAlias(String name, String alias, long version, Occasion occasion) {
        LostRace.retrying(() -> pointAlias(versions.modelOf(name, version), alias, version, occasion));
    }

    @Override
    public long importAlias(String name, String alias, long version, Occasion occasion) {
        return LostRace.retrying(() -> {
            Item model = versions.modelOf(name, version);
            Long present = model.numbers(ModelItems.ALIASES).get(alias);
            if (present == null) {
                pointAlias(model, alias, version, occasion);
                return version;
            }
            return present;
        });
    }

    /** @param model as it was read: an alias that has moved since loses the race */
    private Outcome pointAlias(Item model, String alias, long version, Occasion occasion) {
        Long from = model.numbers(ModelItems.ALIASES).get(alias);
        if (from == null) {
            LongTexts.checkRoomFor(alias, model);
        }
        Write point =
                ModelItems.update(model.string(ModelItems.NAME)).set(Item.number(version), ModelItems.ALIASES, alias);
        return versions.transact(
                model,
                version,
                occasion,
                new RegistryChange.AliasSet(
                        alias, version, from == null ? OptionalLong.empty() : OptionalLong.of(from)),
                VersionItems.whenLiving(Write.check(VersionItems.key(model.string(ModelItems.ID), version))),
                from == null
                        ? point.whenAbsent(ModelItems.ALIASES, alias)
                        : point.whenEqual(Item.number(from), ModelItems.ALIASES, alias),
                List.of());
    }

    @Override
    public void deleteAlias(String name, String alias, Occasion occasion) {
        changes.change(
                name,
                occasion,
                new RegistryChange.AliasDeleted(alias),
                () -> ModelItems.update(name)
                        .remove(ModelItems.ALIASES, alias)
                        .whenPresent(ModelItems.ALIASES, alias)
                        .orSkip(),
                List.of());
    }

    @Override
    public ModelVersion createVersion(String name, Supplier<NewModelVersion> version, Occasion occasion) {
        Fork<NewModelVersion> resolved = Fork.of(version::get);
        Optional<Item> model = ModelItems.read(table, name);
        NewModelVersion given = resolved.join();
        return withNextNumber(model.orElseThrow(() -> RegistryErrors.modelNotFound(name)), given, occasion)
                .orElseGet(() -> withDrawnNumber(name, given, occasion));
    }

    /** A version whose number is taken in the transaction that writes it; empty where the model has changed since it was read. */
    private Optional<ModelVersion> withNextNumber(Item model, NewModelVersion given, Occasion occasion) {
        long number = model.number(ModelItems.VERSIONS) + 1;
        Item version = VersionItems.create(model, number, given, occasion.time(), shards);
        Write counted = touched(model, occasion)
                .set(ModelItems.VERSIONS, number)
                .whenAbsentOrEqual(Item.number(number - 1), ModelItems.VERSIONS);
        return changes.changeOnce(
                                model,
                                occasion,
                                ModelChanges.versionCreated(number, given),
                                counted,
                                rowsOf(version, model, given))
                        .isWritten()
                ? Optional.of(VersionItems.toVersion(version, model))
                : Optional.empty();
    }

    /** A version whose number is drawn before, so that of many that are made at once none waits for another's. */
    private ModelVersion withDrawnNumber(String name, NewModelVersion given, Occasion occasion) {
        Item model = counted(name);
        long number = model.number(ModelItems.VERSIONS);
        Item version = VersionItems.create(model, number, given, occasion.time(), shards);
        changes.change(
                model,
                occasion,
                ModelChanges.versionCreated(number, given),
                () -> touched(model, occasion),
                rowsOf(version, model, given));
        return VersionItems.toVersion(version, model);
    }

    private static Write touched(Item model, Occasion occasion) {
        return ModelItems.update(model.string(ModelItems.NAME)).set(ModelItems.UPDATED, occasion.time());
    }

    /** The writes of a new version: its item, and the rows that it is found by. */
    private List<Write> rowsOf(Item version, Item model, NewModelVersion given) {
        List<Write> writes = new ArrayList<>();
        writes.add(Write.put(version));
        writes.addAll(ReferenceItems.of(version));
        writes.addAll(VersionItems.recent(version));
        List<Item> tags = TagRows.ofVersion(model, version.number(VersionItems.VERSION), given.tags());
        TagRows.ofTransaction(table, tags).forEach(row -> writes.add(Write.put(row)));
        return writes;
    }

    /** The model with a version number that nobody else gets. */
    private Item counted(String name) {
        return table.draw(
                ModelItems.update(name).add(1, ModelItems.VERSIONS).orRefuse(() -> RegistryErrors.modelNotFound(name)));
    }

    @Override
    public boolean importVersion(ModelVersion version, Occasion occasion) {
        return LostRace.retrying(() -> {
            Item model = model(version.name());
            if (model.number(ModelItems.VERSIONS) >= version.version()) {
                return false;
            }
            List<Write> writes = new ArrayList<>();
            long order = model.number(ModelItems.LAST_EVENT);
            for (RegistryChange change : toldOf(version)) {
                order = changes.orderBehind(order, occasion);
                writes.add(ModelChanges.event(order, model.string(ModelItems.ID), version.name(), occasion, change)
                        .orLostRace());
            }
            writes.add(whenStill(model, counted(model, version)).set(ModelItems.LAST_EVENT, order));
            Item item = VersionItems.of(model, version, shards);
            writes.add(Write.put(item).whenAbsent().orLostRace());
            writes.addAll(ReferenceItems.of(item));
            TagRows.ofTransaction(table, TagRows.ofVersion(model, version.version(), version.tags()))
                    .forEach(row -> writes.add(Write.put(row)));
            table.transact(writes);
            return true;
        });
    }

    /** The change of the model by a version that comes with its number. */
    private static Write counted(Item model, ModelVersion version) {
        Write count = ModelItems.update(version.name())
                .set(ModelItems.VERSIONS, version.version())
                .set(ModelItems.UPDATED, Math.max(model.number(ModelItems.UPDATED), version.creationTimestamp()));
        StageTransitions.enter(count, version.stage(), version.version());
        return count;
    }

    private static List<RegistryChange> toldOf(ModelVersion version) {
        RegistryChange created = new RegistryChange.VersionCreated(
                version.version(),
                version.source(),
                version.runId(),
                version.runLink(),
                version.modelId(),
                version.description() == null ? "" : version.description(),
                version.tags());
        return version.stage().equals(Stage.NONE)
                ? List.of(created)
                : List.of(
                        created,
                        new RegistryChange.StageChanged(version.version(), Stage.NONE, version.stage(), List.of()));
    }

    @Override
    public void reserveVersions(String name, long upTo) {
        table.write(ModelItems.update(name)
                .set(ModelItems.VERSIONS, upTo)
                .whenAbsentOrLess(Item.number(upTo), ModelItems.VERSIONS)
                .orRefuseUnless(ModelItems::isLiving, () -> RegistryErrors.modelNotFound(name))
                .orSkip());
    }

    @Override
    public ModelVersion getVersion(String name, long version) {
        Item model = versions.modelOf(name, version);
        return VersionItems.withAliases(version(model, version), model);
    }

    private Item version(Item model, long version) {
        return VersionItems.read(table, VersionItems.key(model.string(ModelItems.ID), version))
                .orElseThrow(() -> RegistryErrors.versionNotFound(model.string(ModelItems.NAME), version));
    }

    @Override
    public Optional<ModelVersion> getVersionByAlias(String name, String alias) {
        return LostRace.retrying(() -> {
            Item model = model(name);
            return Optional.ofNullable(model.numbers(ModelItems.ALIASES).get(alias))
                    .map(version -> VersionItems.read(table, VersionItems.key(model.string(ModelItems.ID), version))
                            .map(item -> VersionItems.withAliases(item, model))
                            // it was there when the alias was set: both have changed since the model was read
                            .orElseThrow(LostRace::new));
        });
    }

    @Override
    public Optional<ModelVersion> getHighestVersion(String name) {
        return latest.of(model(name), Stage.ALL).stream().max(Comparator.comparingLong(ModelVersion::version));
    }

    @Override
    public List<ModelVersion> getLatestVersions(String name, Set<Stage> stages) {
        return latest.of(model(name), stages);
    }

    @Override
    public ModelVersion updateVersion(String name, long version, @Nullable String description, Occasion occasion) {
        return LostRace.retrying(() -> {
            Item model = versions.modelOf(name, version);
            Key key = VersionItems.key(model.string(ModelItems.ID), version);
            List<Callable<Optional<Item>>> calls = List.of(
                    () -> {
                        versions.transact(
                                model,
                                version,
                                occasion,
                                new RegistryChange.VersionUpdated(version, description),
                                VersionItems.whenLiving(VersionItems.touch(Write.update(key), version, occasion.time()))
                                        .set(VersionItems.DESCRIPTION, description),
                                ModelItems.update(name),
                                List.of());
                        return Optional.empty();
                    },
                    () -> VersionItems.read(table, key));
            Item updated = table.inParallel(calls)
                    .getLast()
                    .or(() -> VersionItems.read(table, key))
                    .orElseThrow(() -> RegistryErrors.versionNotFound(name, version));
            return VersionItems.withAliases(
                    updated.without(VersionItems.DESCRIPTION)
                            .set(VersionItems.DESCRIPTION, description)
                            .set(VersionItems.UPDATED, occasion.time()),
                    model);
        });
    }

    @Override
    public void deleteVersion(String name, long version, Occasion occasion) {
        LostRace.retrying(() -> {
            Item model = versions.modelOf(name, version);
            List<String> aliases = ModelItems.aliasesOf(model, version);
            Write update = ModelItems.update(name)
                    .set(ModelItems.UPDATED, occasion.time())
                    .takeFromSet(Item.numberSet(List.of(version)), ModelItems.versionsIn(Stage.STAGING))
                    .takeFromSet(Item.numberSet(List.of(version)), ModelItems.versionsIn(Stage.PRODUCTION))
                    .whenEqual(model.required(ModelItems.ALIASES), ModelItems.ALIASES);
            aliases.forEach(alias -> update.remove(ModelItems.ALIASES, alias));
            return versions.transact(
                    model,
                    version,
                    occasion,
                    new RegistryChange.VersionDeleted(version, aliases),
                    VersionItems.delete(model.string(ModelItems.ID), version, aliases, occasion.time()),
                    update,
                    List.of());
        });
    }

    @Override
    public ModelVersion transitionStage(
            String name, long version, Stage stage, boolean archiveExisting, Occasion occasion) {
        return transitions.move(name, version, stage, archiveExisting, occasion);
    }

    @Override
    public void setVersionTag(String name, long version, String key, String value, Occasion occasion) {
        changeVersionTag(
                name, version, occasion, new RegistryChange.VersionTagSet(version, key, value), (model, found) -> {
                    Write update =
                            listed(model, version, key, value).set(AttributeValue.fromS(value), VersionItems.TAGS, key);
                    return List.of(
                            LongTexts.withRoomFor(key, VersionItems.TAGS, update, found),
                            Write.put(TagRows.ofVersion(model, version, key, value)));
                });
    }

    @Override
    public void deleteVersionTag(String name, long version, String key, Occasion occasion) {
        changeVersionTag(name, version, occasion, new RegistryChange.VersionTagDeleted(version, key), (model, _) -> {
            Write update = listed(model, version, key, "")
                    .remove(VersionItems.TAGS, key)
                    .whenPresent(VersionItems.TAGS, key)
                    .orSkip();
            return List.of(update, Write.delete(TagRows.versionKey(model.string(ModelItems.ID), version, key)));
        });
    }

    /** @param writes of the version and of its tag's row, for the model as it was read, and the version where it was found */
    private void changeVersionTag(
            String name,
            long version,
            Occasion occasion,
            RegistryChange change,
            BiFunction<Item, Optional<Item>, List<Write>> writes) {
        Optional<Item> found = Optional.empty();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Item> seen = found;
            Outcome outcome = LostRace.retrying(() -> {
                Item model = versions.modelOf(name, version);
                List<Write> versionAndRow = writes.apply(model, seen);
                return versions.transact(
                        model,
                        version,
                        occasion,
                        change,
                        versionAndRow.getFirst(),
                        ModelItems.update(name),
                        List.of(versionAndRow.getLast()));
            });
            if (!(outcome instanceof Outcome.Found(Key _, Optional<Item> there))) {
                return;
            }
            found = there;
        }
        throw new RegistryException(
                ErrorCode.TEMPORARILY_UNAVAILABLE, "Too many changes of this version at once. Try again.");
    }

    private Write listed(Item model, long version, String key, String value) {
        String modelId = model.string(ModelItems.ID);
        Write update = VersionItems.whenLiving(Write.update(VersionItems.key(modelId, version)));
        boolean prompt = RegisteredModel.isListedAsPrompt(Map.of(key, value));
        return key.equals(RegisteredModel.IS_PROMPT_TAG)
                ? update.set(Keys.LISTING_PK, VersionItems.listing(modelId, version, prompt, shards))
                : update;
    }

    @Override
    public Page<RegisteredModel> searchModels(ModelSearch search) {
        return modelQueries.search(search);
    }

    @Override
    public Page<ModelVersion> searchVersions(VersionSearch search) {
        return versionQueries.search(search);
    }
}
