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
 * The operations of the registry, named as in MLflow's REST API. Each checks its arguments and then makes one call to the store.
 * Thread-safe.
 *
 * <p>An operation on a model, version or alias that does not exist fails with RESOURCE_DOES_NOT_EXIST. An argument that breaks
 * {@link RegistryRules} fails with INVALID_PARAMETER_VALUE.
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

    /** Fails with RESOURCE_ALREADY_EXISTS if the name is taken. */
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

    /** Fails with RESOURCE_ALREADY_EXISTS if the new name is taken. */
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
     * Restores a deleted model. Fails with RESOURCE_ALREADY_EXISTS if another model has taken its name since.
     *
     * @param modelId the id of one of several deleted models with that name; empty for the latest deleted one
     * @param newName the name of the restored model; empty for its own
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

    /** {@code latest}, in any case, is the highest version. As in MLflow, an unknown alias is INVALID_PARAMETER_VALUE. */
    public ModelVersion getVersionByAlias(String name, String alias) {
        RegistryRules.checkModelName(name);
        RegistryRules.checkAlias(alias);
        return sources.versionByAlias(name, alias);
    }

    /**
     * @param runId null if the request has none; likewise {@code modelId}
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
            var _ = version.get(); // an invalid source is reported before any other error
            throw refusal;
        }
        ModelVersion created = store.createVersion(name, version, occasion());
        if (modelId != null && !modelId.isEmpty() && !RegisteredModel.isPrompt(tags)) {
            lineage.linkVersion(
                    modelId,
                    name,
                    created.version(),
                    false); // as in MLflow, a logged model inherited from the source version is not linked
        }
        return created;
    }

    public ModelVersion getVersion(String name, String version) {
        RegistryRules.checkModelName(name);
        return store.getVersion(name, RegistryNumbers.parseVersion(version));
    }

    /** Returns the URI from which clients load the files of a version. */
    public String getDownloadUri(String name, String version) {
        return getVersion(name, version).storageLocation();
    }

    /** Returns the highest version of each stage that has one; an empty list of stages means all stages. */
    public List<ModelVersion> getLatestVersions(String name, List<String> stages) {
        RegistryRules.checkModelName(name);
        Set<Stage> wanted = stagesOf(name, stages);
        return store.getLatestVersions(name, wanted.isEmpty() ? Stage.ALL : wanted);
    }

    private Set<Stage> stagesOf(String name, List<String> stages) {
        try {
            return stages.stream().map(Stage::parse).collect(Collectors.toSet());
        } catch (RegistryException unknownStage) {
            store.getModel(name); // a missing model is reported before an unknown stage
            throw unknownStage;
        }
    }

    /** @param description null removes the description, as in MLflow */
    public ModelVersion updateVersion(String name, String version, @Nullable String description) {
        RegistryRules.checkModelName(name);
        return store.updateVersion(name, RegistryNumbers.parseVersion(version), description, occasion());
    }

    public void deleteVersion(String name, String version) {
        RegistryRules.checkModelName(name);
        store.deleteVersion(name, RegistryNumbers.parseVersion(version), occasion());
    }

    /** Like {@link RegistryStore#restoreVersion}. */
    public ModelVersion restoreVersion(String name, String version) {
        RegistryRules.checkModelName(name);
        return store.restoreVersion(name, RegistryNumbers.parseVersion(version), occasion());
    }

    /** With {@code archiveExisting} the stage must be Staging or Production; its other versions are archived in the same step. */
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
     * Imports a model from another registry, without its versions and aliases.
     *
     * @return the model with that name; an existing one is not changed
     */
    public RegisteredModel importModel(RegisteredModel model) {
        RegistryRules.checkModelName(model.name());
        RegistryRules.checkTags(model.tags());
        return store.importModel(model, occasion());
    }

    /**
     * Imports a version from another registry with its number. Its source is not checked. Versions must be imported in the order of
     * their numbers: a number that is not above every number given before is refused, because its version was deleted here or is
     * another one.
     *
     * @return whether the version was written
     */
    public boolean importVersion(ModelVersion version) {
        RegistryRules.checkModelName(version.name());
        RegistryRules.checkTags(version.tags());
        return store.importVersion(version, occasion());
    }

    /**
     * Reserves the numbers up to {@code upTo}, which versions deleted in another registry had: later versions get higher ones.
     */
    public void reserveVersions(String name, long upTo) {
        RegistryRules.checkModelName(name);
        store.reserveVersions(name, upTo);
    }

    /**
     * Sets an alias, unless the model already has it.
     *
     * @return the version that the alias points at afterwards
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
