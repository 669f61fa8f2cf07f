package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.LostRace;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.event.RegistryChange;
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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The registry's store on DynamoDB. {@link ModelItems}, {@link VersionItems} and {@link TagRows} name the keys and attributes. */
public final class DynamoRegistryStore implements RegistryStore {
    private final Table table;
    private final ListingShards shards;
    private final ModelChanges changes;
    private final VersionTransactions versions;
    private final NewModels newModels;
    private final NewVersions newVersions;
    private final TagChanges tagChanges;
    private final AliasChanges aliasChanges;
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
        this.newModels = new NewModels(table, shards, changes);
        this.newVersions = new NewVersions(table, shards, changes);
        this.tagChanges = new TagChanges(shards, changes, versions);
        this.aliasChanges = new AliasChanges(changes, versions);
        this.transitions = new StageTransitions(table, versions, changes);
        this.names = new ModelNames(table, shards);
        this.restorations = new Restorations(table, shards, changes);
        this.latest = new LatestVersions(table);
        this.modelQueries = new ModelQueries(table, shards, latest, tokens);
        this.versionQueries = new VersionQueries(table, shards, tokens);
    }

    @Override
    public RegisteredModel createModel(String name, String description, Map<String, String> tags, Occasion occasion) {
        return newModels.create(name, description, tags, occasion);
    }

    @Override
    public RegisteredModel importModel(RegisteredModel model, Occasion occasion) {
        return newModels.importModel(model, occasion);
    }

    @Override
    public boolean isPrompt(String name) {
        return RegisteredModel.isPrompt(ModelItems.existing(table, name).strings(ModelItems.TAGS));
    }

    @Override
    public RegisteredModel getModel(String name) {
        return withLatest(ModelItems.existing(table, name));
    }

    private RegisteredModel withLatest(Item model) {
        return ModelItems.toModel(model).withLatestVersions(latest.of(model, Stage.ALL));
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
            Item old = ModelItems.existing(table, name);
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
        table.transact(
                ModelItems.whenStill(old, Write.put(renamed).ofExisting()),
                Write.put(RenamedModels.row(renamed)),
                event);
    }

    private void move(Item old, Item renamed, Write event) {
        List<Write> others = new ArrayList<>();
        others.add(ModelItems.whenStill(old, Write.delete(old.key())));
        others.addAll(NameRows.delete(old.string(ModelItems.NAME), shards));
        others.add(Write.put(RenamedModels.row(renamed)));
        others.add(event);
        names.take(renamed, others);
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
        tagChanges.setModelTag(name, key, value, occasion);
    }

    @Override
    public void deleteModelTag(String name, String key, Occasion occasion) {
        tagChanges.deleteModelTag(name, key, occasion);
    }

    @Override
    public void setAlias(String name, String alias, long version, Occasion occasion) {
        aliasChanges.set(name, alias, version, occasion);
    }

    @Override
    public long importAlias(String name, String alias, long version, Occasion occasion) {
        return aliasChanges.importAlias(name, alias, version, occasion);
    }

    @Override
    public void deleteAlias(String name, String alias, Occasion occasion) {
        aliasChanges.delete(name, alias, occasion);
    }

    @Override
    public ModelVersion createVersion(String name, Supplier<NewModelVersion> version, Occasion occasion) {
        return newVersions.create(name, version, occasion);
    }

    @Override
    public boolean importVersion(ModelVersion version, Occasion occasion) {
        return newVersions.importVersion(version, occasion);
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
            Item model = ModelItems.existing(table, name);
            return Optional.ofNullable(model.numbers(ModelItems.ALIASES).get(alias))
                    .map(version -> VersionItems.read(table, VersionItems.key(model.string(ModelItems.ID), version))
                            .map(item -> VersionItems.withAliases(item, model))
                            // it was there when the alias was set: both have changed since the model was read
                            .orElseThrow(LostRace::new));
        });
    }

    @Override
    public Optional<ModelVersion> getHighestVersion(String name) {
        return latest.of(ModelItems.existing(table, name), Stage.ALL).stream()
                .max(Comparator.comparingLong(ModelVersion::version));
    }

    @Override
    public List<ModelVersion> getLatestVersions(String name, Set<Stage> stages) {
        return latest.of(ModelItems.existing(table, name), stages);
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
        tagChanges.setVersionTag(name, version, key, value, occasion);
    }

    @Override
    public void deleteVersionTag(String name, long version, String key, Occasion occasion) {
        tagChanges.deleteVersionTag(name, version, key, occasion);
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
