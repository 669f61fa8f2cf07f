package io.lambdaregistry.dynamodb;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.ModelSearch;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.NewModelVersion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.registry.RegistryErrors;
import io.lambdaregistry.registry.RegistryStore;
import io.lambdaregistry.registry.Stage;
import io.lambdaregistry.registry.VersionSearch;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The registry's store on DynamoDB. {@link ModelItems}, {@link VersionItems} and {@link TagRows} say what lies where. */
public final class DynamoRegistryStore implements RegistryStore {
    /** How many rows of tags one transaction writes beside what they belong to. */
    private static final int ROWS_AT_ONCE = Table.TRANSACTION_LIMIT - 3;

    private final Table table;
    private final VersionTransactions versions;
    private final StageTransitions transitions;
    private final LatestVersions latest;
    private final ModelQueries modelQueries;
    private final VersionQueries versionQueries;

    public DynamoRegistryStore(Table table, PageTokens tokens) {
        this.table = table;
        this.versions = new VersionTransactions(table);
        this.transitions = new StageTransitions(table, versions);
        this.latest = new LatestVersions(table);
        this.modelQueries = new ModelQueries(table, latest, tokens);
        this.versionQueries = new VersionQueries(table, tokens);
    }

    @Override
    public RegisteredModel createModel(String name, String description, Map<String, String> tags, long now) {
        Item model = ModelItems.create(UUID.randomUUID().toString(), name, description, tags, now);
        try {
            putWithRows(Write.put(model).whenAbsent(), TagRows.ofModel(name, tags));
        } catch (ConditionFailed taken) {
            throw RegistryErrors.modelExists(name);
        }
        return ModelItems.toModel(model);
    }

    /** A transaction even without rows, for its token: a put that is sent again must not undo what was done since the first. */
    private void putWithRows(Write put, List<Item> rows) {
        table.transact(Stream.concat(Stream.of(put), rowsOfTransaction(rows).map(Write::put))
                .toList());
    }

    /**
     * The rows to write with what they belong to. Those beyond what a transaction takes are written now, where they replace
     * no other: a row alone shows nothing.
     */
    private Stream<Item> rowsOfTransaction(List<Item> rows) {
        int first = Math.min(rows.size(), ROWS_AT_ONCE);
        table.batchPut(rows.subList(first, rows.size()).stream()
                .map(TagRows::replacingNone)
                .toList());
        return rows.subList(0, first).stream();
    }

    @Override
    public RegisteredModel getModel(String name) {
        return withLatest(model(name));
    }

    private RegisteredModel withLatest(Item model) {
        return ModelItems.toModel(model).withLatestVersions(latest.of(model, EnumSet.allOf(Stage.class)));
    }

    private Item model(String name) {
        return table.get(ModelItems.key(name)).orElseThrow(() -> RegistryErrors.modelNotFound(name));
    }

    @Override
    public RegisteredModel updateModel(String name, String description, long now) {
        Write update = ModelItems.update(name)
                .set(ModelItems.DESCRIPTION, description.isEmpty() ? null : description)
                .set(ModelItems.UPDATED, now);
        return withLatest(written(update, () -> RegistryErrors.modelNotFound(name)));
    }

    private Item written(Write update, Supplier<RegistryException> absent) {
        try {
            return table.write(update).orElseThrow();
        } catch (ConditionFailed e) {
            throw absent.get();
        }
    }

    @Override
    public RegisteredModel renameModel(String name, String newName, long now) {
        return LostRace.retrying(() -> {
            Item old = model(name);
            Item renamed = ModelItems.renamed(old, newName, now);
            List<Callable<List<ModelVersion>>> calls = List.of(
                    () -> {
                        if (name.equals(newName)) {
                            touch(old, renamed);
                        } else {
                            move(old, renamed);
                        }
                        return List.of();
                    },
                    () -> latest.of(renamed, EnumSet.allOf(Stage.class)));
            List<ModelVersion> versions = table.inParallel(calls).getLast();
            return ModelItems.toModel(renamed).withLatestVersions(versions);
        });
    }

    /** A rename to the same name changes no more than times. */
    private void touch(Item old, Item renamed) {
        try {
            table.transact(whenRevisionIs(old, Write.put(renamed)), Write.put(row(renamed)));
        } catch (ConditionFailed e) {
            throw new LostRace();
        }
    }

    private static Item row(Item renamed) {
        return RenamedModels.row(
                renamed.string(ModelItems.ID), renamed.string(ModelItems.NAME), renamed.number(ModelItems.RENAMED));
    }

    private void move(Item old, Item renamed) {
        String newName = renamed.string(ModelItems.NAME);
        Stream<Item> withModel = rowsOfTransaction(TagRows.ofModel(newName, old.strings(ModelItems.TAGS)));
        List<Write> writes = new ArrayList<>();
        writes.add(Write.put(renamed).whenAbsent());
        writes.add(whenRevisionIs(old, Write.delete(old.key())));
        writes.add(Write.put(row(renamed)));
        withModel.forEach(row -> writes.add(Write.put(row)));
        try {
            table.transact(writes);
        } catch (ConditionFailed e) {
            if (e.index() == 0) {
                throw RegistryErrors.modelExists(newName);
            }
            throw new LostRace();
        }
    }

    private static Write whenRevisionIs(Item model, Write write) {
        write.whenEqual(ModelItems.id(model), ModelItems.ID);
        return model.has(ModelItems.REVISION)
                ? write.whenEqual(Item.number(model.number(ModelItems.REVISION)), ModelItems.REVISION)
                : write.whenAbsent(ModelItems.REVISION);
    }

    @Override
    public void deleteModel(String name) {
        try {
            // a transaction of one, for its token: a retry of a delete that went through must not find nothing
            table.transact(Write.delete(ModelItems.key(name)).whenExists());
        } catch (ConditionFailed e) {
            throw RegistryErrors.modelNotFound(name);
        }
    }

    @Override
    public void setModelTag(String name, String key, String value) {
        Write update = ModelItems.update(name).set(AttributeValue.fromS(value), ModelItems.TAGS, key);
        writeModelTag(name, key, value, update, Write.put(TagRows.ofModel(name, key, value)));
    }

    @Override
    public void deleteModelTag(String name, String key) {
        Write update = ModelItems.update(name).remove(ModelItems.TAGS, key);
        writeModelTag(name, key, "", update, Write.delete(TagRows.modelKey(name, key)));
    }

    private void writeModelTag(String name, String key, String value, Write update, Write row) {
        if (key.equals(RegisteredModel.IS_PROMPT_TAG)) {
            boolean prompt = RegisteredModel.isListedAsPrompt(Map.of(key, value));
            update.set(Keys.LISTING_PK, ModelItems.listing(Keys.shard(name), prompt));
        }
        try {
            table.transact(update, row);
        } catch (ConditionFailed e) {
            throw RegistryErrors.modelNotFound(name);
        }
    }

    @Override
    public void setAlias(String name, String alias, long version) {
        LostRace.retrying(() -> {
            Item model = versions.modelOf(name, version);
            Write point = ModelItems.update(name)
                    .set(Item.number(version), ModelItems.ALIASES, alias)
                    .whenEqual(ModelItems.id(model), ModelItems.ID);
            Write versionExists = Write.check(VersionItems.key(model.string(ModelItems.ID), version))
                    .whenExists();
            return versions.transact(name, version, List.of(versionExists, point));
        });
    }

    @Override
    public void deleteAlias(String name, String alias) {
        written(ModelItems.update(name).remove(ModelItems.ALIASES, alias), () -> RegistryErrors.modelNotFound(name));
    }

    @Override
    public ModelVersion createVersion(String name, NewModelVersion given, long now) {
        Write count = ModelItems.update(name).add(1, ModelItems.VERSIONS).set(ModelItems.UPDATED, now);
        Item model = written(count, () -> RegistryErrors.modelNotFound(name));
        long version = model.number(ModelItems.VERSIONS);
        Item item = VersionItems.create(model, version, given, now);
        putWithRows(Write.put(item), TagRows.ofVersion(model, version, given.tags()));
        return VersionItems.toVersion(item, model);
    }

    @Override
    public ModelVersion getVersion(String name, long version) {
        Item model = versions.modelOf(name, version);
        return VersionItems.withAliases(version(model, version), model);
    }

    private Item version(Item model, long version) {
        return table.get(VersionItems.key(model.string(ModelItems.ID), version))
                .orElseThrow(() -> RegistryErrors.versionNotFound(model.string(ModelItems.NAME), version));
    }

    @Override
    public Optional<ModelVersion> getVersionByAlias(String name, String alias) {
        return LostRace.retrying(() -> {
            Item model = model(name);
            return Optional.ofNullable(model.numbers(ModelItems.ALIASES).get(alias))
                    .map(version -> table.get(VersionItems.key(model.string(ModelItems.ID), version))
                            .map(item -> VersionItems.withAliases(item, model))
                            // it was there when the alias was set: both have changed since the model was read
                            .orElseThrow(LostRace::new));
        });
    }

    @Override
    public Optional<ModelVersion> getHighestVersion(String name) {
        Item model = model(name);
        Query highest = Query.table(VersionItems.partition(model.string(ModelItems.ID)))
                .descending()
                .limit(1);
        return table.query(highest, null).items().stream()
                .findFirst()
                .map(version -> VersionItems.withAliases(version, model));
    }

    @Override
    public List<ModelVersion> getLatestVersions(String name, Set<Stage> stages) {
        return latest.withAliases(model(name), stages);
    }

    @Override
    public ModelVersion updateVersion(String name, long version, @Nullable String description, long now) {
        Item model = versions.modelOf(name, version);
        Write update = VersionItems.touch(
                        Write.update(VersionItems.key(model.string(ModelItems.ID), version)), version, now)
                .set(VersionItems.DESCRIPTION, description)
                .whenExists();
        Item updated = written(update, () -> RegistryErrors.versionNotFound(name, version));
        return VersionItems.withAliases(updated, model);
    }

    @Override
    public void deleteVersion(String name, long version, long now) {
        LostRace.retrying(() -> {
            Item model = versions.modelOf(name, version);
            Write update = ModelItems.update(name)
                    .set(ModelItems.UPDATED, now)
                    .takeFromSet(Item.numberSet(List.of(version)), ModelItems.versionsIn(Stage.STAGING))
                    .takeFromSet(Item.numberSet(List.of(version)), ModelItems.versionsIn(Stage.PRODUCTION))
                    .whenEqual(ModelItems.id(model), ModelItems.ID)
                    .whenEqual(model.required(ModelItems.ALIASES), ModelItems.ALIASES);
            ModelItems.aliasesOf(model, version).forEach(alias -> update.remove(ModelItems.ALIASES, alias));
            Write delete = Write.delete(VersionItems.key(model.string(ModelItems.ID), version))
                    .whenExists();
            return versions.transact(name, version, List.of(delete, update));
        });
    }

    @Override
    public ModelVersion transitionStage(String name, long version, Stage stage, boolean archiveExisting, long now) {
        return transitions.move(name, version, stage, archiveExisting, now);
    }

    @Override
    public void setVersionTag(String name, long version, String key, String value) {
        Item model = versions.modelOf(name, version);
        Write update = Write.update(VersionItems.key(model.string(ModelItems.ID), version))
                .set(AttributeValue.fromS(value), VersionItems.TAGS, key)
                .whenExists();
        writeVersionTag(model, version, key, value, update, Write.put(TagRows.ofVersion(model, version, key, value)));
    }

    @Override
    public void deleteVersionTag(String name, long version, String key) {
        Item model = versions.modelOf(name, version);
        String modelId = model.string(ModelItems.ID);
        Write update = Write.update(VersionItems.key(modelId, version))
                .remove(VersionItems.TAGS, key)
                .whenExists();
        writeVersionTag(model, version, key, "", update, Write.delete(TagRows.versionKey(modelId, version, key)));
    }

    private void writeVersionTag(Item model, long version, String key, String value, Write update, Write row) {
        if (key.equals(RegisteredModel.IS_PROMPT_TAG)) {
            boolean prompt = RegisteredModel.isListedAsPrompt(Map.of(key, value));
            update.set(Keys.LISTING_PK, VersionItems.listing(model.string(ModelItems.ID), version, prompt));
        }
        versions.transact(model.string(ModelItems.NAME), version, List.of(update, row));
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
