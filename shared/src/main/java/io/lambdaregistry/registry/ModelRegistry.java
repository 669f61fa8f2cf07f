package io.lambdaregistry.registry;

import io.lambdaregistry.access.Caller;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Page;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The operations of the registry, as MLflow's REST API names them: checks what the caller gives, then makes one call to the
 * store. Thread-safe.
 *
 * <p>Every operation that names what does not exist fails with RESOURCE_DOES_NOT_EXIST, and one with an argument that breaks
 * {@link RegistryRules} with INVALID_PARAMETER_VALUE.
 */
public final class ModelRegistry {
    private final RegistryStore store;
    private final ModelSources sources;
    private final Lineage lineage;
    private final InstantSource clock;

    public ModelRegistry(RegistryStore store, Lineage lineage, InstantSource clock) {
        this.store = store;
        this.sources = new ModelSources(store, lineage);
        this.lineage = lineage;
        this.clock = clock;
    }

    private Occasion occasion() {
        return new Occasion(Caller.current(), clock.millis());
    }

    /** Fails with RESOURCE_ALREADY_EXISTS where the name is taken. */
    public RegisteredModel createModel(String name, String description, Map<String, String> tags) {
        RegistryRules.checkModelName(name);
        RegistryRules.checkTags(tags);
        return store.createModel(name, description, tags, occasion());
    }

    public RegisteredModel getModel(String name) {
        RegistryRules.checkModelName(name);
        return store.getModel(name);
    }

    public RegisteredModel updateModel(String name, String description) {
        RegistryRules.checkModelName(name);
        return store.updateModel(name, description, occasion());
    }

    /** Fails with RESOURCE_ALREADY_EXISTS where the new name is taken. */
    public RegisteredModel renameModel(String name, String newName) {
        RegistryRules.checkModelName("new_name", newName);
        RegistryRules.checkModelName(name);
        return store.renameModel(name, newName, occasion());
    }

    public void deleteModel(String name) {
        RegistryRules.checkModelName(name);
        store.deleteModel(name, occasion());
    }

    /**
     * Brings a deleted model back. Fails with RESOURCE_ALREADY_EXISTS where its name was given to another model since.
     *
     * @param modelId of one of several deleted models of the name; empty for the one that was deleted last
     * @param newName empty for its own
     */
    public RegisteredModel restoreModel(String name, String modelId, String newName) {
        RegistryRules.checkModelName(name);
        String taken = newName.isEmpty() ? name : newName;
        RegistryRules.checkModelName("new_name", taken);
        return store.restoreModel(name, modelId, taken, occasion());
    }

    public void setModelTag(String name, String key, String value) {
        RegistryRules.checkModelName(name);
        RegistryRules.checkTag(key, value);
        store.setModelTag(name, key, value, occasion());
    }

    public void deleteModelTag(String name, String key) {
        RegistryRules.checkModelName(name);
        RegistryRules.checkTagKey(key);
        store.deleteModelTag(name, key, occasion());
    }

    public void setAlias(String name, String alias, String version) {
        RegistryRules.checkModelName(name);
        RegistryRules.checkAlias(alias);
        RegistryRules.checkAliasIsFree(alias);
        store.setAlias(name, alias, RegistryNumbers.parseVersion(version), occasion());
    }

    public void deleteAlias(String name, String alias) {
        RegistryRules.checkModelName(name);
        RegistryRules.checkAlias(alias);
        store.deleteAlias(name, alias, occasion());
    }

    /** {@code latest}, in any case, is the highest version; an unknown alias is INVALID_PARAMETER_VALUE, as in MLflow. */
    public ModelVersion getVersionByAlias(String name, String alias) {
        RegistryRules.checkModelName(name);
        RegistryRules.checkAlias(alias);
        return sources.versionByAlias(name, alias);
    }

    /**
     * @param runId null where the caller gave none; so is {@code modelId}
     */
    public ModelVersion createVersion(
            String name,
            String source,
            @Nullable String runId,
            @Nullable String modelId,
            String runLink,
            String description,
            Map<String, String> tags) {
        Supplier<NewModelVersion> version = () -> sources.resolve(source, runId, modelId, runLink, description, tags);
        try {
            RegistryRules.checkModelName(name);
            RegistryRules.checkTags(tags);
        } catch (RegistryException refusal) {
            var _ = version.get(); // what is wrong with the source comes first
            throw refusal;
        }
        ModelVersion created = store.createVersion(name, version, occasion());
        if (modelId != null && !modelId.isEmpty() && !RegisteredModel.isPrompt(tags)) {
            lineage.linkVersion(modelId, name, created.version()); // not one that the version inherits, as in MLflow
        }
        return created;
    }

    public ModelVersion getVersion(String name, String version) {
        RegistryRules.checkModelName(name);
        return store.getVersion(name, RegistryNumbers.parseVersion(version));
    }

    /** Where the files of a version are, for the client that loads it. */
    public String getDownloadUri(String name, String version) {
        return getVersion(name, version).storageLocation();
    }

    /** The highest version of each stage that has one; of all stages where none is named. */
    public List<ModelVersion> getLatestVersions(String name, List<String> stages) {
        RegistryRules.checkModelName(name);
        Set<Stage> wanted = stagesOf(name, stages);
        return store.getLatestVersions(name, wanted.isEmpty() ? Stage.ALL : wanted);
    }

    private Set<Stage> stagesOf(String name, List<String> stages) {
        try {
            return stages.stream().map(Stage::parse).collect(Collectors.toSet());
        } catch (RegistryException unknownStage) {
            store.getModel(name); // that there is no such model comes first
            throw unknownStage;
        }
    }

    /** @param description null takes the description away, as MLflow does */
    public ModelVersion updateVersion(String name, String version, @Nullable String description) {
        RegistryRules.checkModelName(name);
        return store.updateVersion(name, RegistryNumbers.parseVersion(version), description, occasion());
    }

    public void deleteVersion(String name, String version) {
        RegistryRules.checkModelName(name);
        store.deleteVersion(name, RegistryNumbers.parseVersion(version), occasion());
    }

    /** As {@link RegistryStore#restoreVersion}. */
    public ModelVersion restoreVersion(String name, String version) {
        RegistryRules.checkModelName(name);
        return store.restoreVersion(name, RegistryNumbers.parseVersion(version), occasion());
    }

    /** With {@code archiveExisting}, the stage must be Staging or Production, and what is there is archived in the same step. */
    public ModelVersion transitionStage(String name, String version, String stage, boolean archiveExisting) {
        Stage to = Stage.parse(stage);
        if (archiveExisting && !to.isActive()) {
            throw RegistryException.invalid(
                    "Model version transition cannot archive existing model versions because '%s' is not an Active stage. Valid stages are ['Staging', 'Production']"
                            .formatted(stage));
        }
        RegistryRules.checkModelName(name);
        return store.transitionStage(name, RegistryNumbers.parseVersion(version), to, archiveExisting, occasion());
    }

    public void setVersionTag(String name, String version, String key, String value) {
        RegistryRules.checkModelName(name);
        long number = RegistryNumbers.parseVersion(version);
        RegistryRules.checkTag(key, value);
        store.setVersionTag(name, number, key, value, occasion());
    }

    public void deleteVersionTag(String name, String version, String key) {
        RegistryRules.checkModelName(name);
        long number = RegistryNumbers.parseVersion(version);
        RegistryRules.checkTagKey(key);
        store.deleteVersionTag(name, number, key, occasion());
    }

    /**
     * Imports a model as it was in another registry, without its versions and aliases.
     *
     * @return the model that has the name: where there was one it stays as it is
     */
    public RegisteredModel importModel(RegisteredModel model) {
        RegistryRules.checkModelName(model.name());
        RegistryRules.checkTags(model.tags());
        return store.importModel(model, occasion());
    }

    /**
     * Imports a version as it was in another registry, under its own number. Its source is taken as it is. Versions come in the
     * order of their numbers: one below the last that was ever given is refused, since it was deleted here or is another.
     *
     * @return whether it was written
     */
    public boolean importVersion(ModelVersion version) {
        RegistryRules.checkModelName(version.name());
        RegistryRules.checkTags(version.tags());
        return store.importVersion(version, occasion());
    }

    /** No version that is created later has that number or a lower one: it was given, and deleted, in another registry. */
    public void reserveVersions(String name, long upTo) {
        RegistryRules.checkModelName(name);
        store.reserveVersions(name, upTo);
    }

    /**
     * Sets an alias, unless the model has it.
     *
     * @return the version that it points at then
     */
    public long importAlias(String name, String alias, long version) {
        RegistryRules.checkModelName(name);
        RegistryRules.checkAlias(alias);
        RegistryRules.checkAliasIsFree(alias);
        return store.importAlias(name, alias, version, occasion());
    }

    public Page<RegisteredModel> searchModels(ModelSearch search) {
        return store.searchModels(search);
    }

    public Page<ModelVersion> searchVersions(VersionSearch search) {
        return store.searchVersions(search);
    }
}
