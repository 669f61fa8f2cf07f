package io.lambdaregistry.registry;

import io.lambdaregistry.search.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where registered models and their versions are kept. Arguments are valid already; every write is one conditional write or
 * one transaction, so what fails has changed nothing. A change is written with its event, or not at all; what changes nothing has
 * no event.
 *
 * <p>What names a model or version that does not exist fails with RESOURCE_DOES_NOT_EXIST, in {@link RegistryErrors}' words.
 */
public interface RegistryStore {
    /** Fails as {@link RegistryErrors#nameTaken} where the name is taken; of concurrent creations one wins. */
    RegisteredModel createModel(String name, String description, Map<String, String> tags, Occasion occasion);

    /** With its latest versions. */
    RegisteredModel getModel(String name);

    /** Whether the model of that name is a prompt, by {@link RegisteredModel#isPrompt}. */
    boolean isPrompt(String name);

    RegisteredModel updateModel(String name, String description, Occasion occasion);

    /** Keeps versions, tags and aliases. Fails with RESOURCE_ALREADY_EXISTS where the new name is taken. */
    RegisteredModel renameModel(String name, String newName, Occasion occasion);

    /** Everything under the name is gone at once, and comes back by {@link #restoreModel}. */
    void deleteModel(String name, Occasion occasion);

    /**
     * Brings a deleted model back, with versions, tags and aliases, as long as it was not collected. Fails with
     * RESOURCE_ALREADY_EXISTS where the new name is taken.
     *
     * @param modelId of one of several deleted models of the name; empty for the one that was deleted last
     */
    RegisteredModel restoreModel(String name, String modelId, String newName, Occasion occasion);

    void setModelTag(String name, String key, String value, Occasion occasion);

    /** Does nothing where the tag is absent. */
    void deleteModelTag(String name, String key, Occasion occasion);

    /** Points the alias, atomically, at a version that exists. */
    void setAlias(String name, String alias, long version, Occasion occasion);

    /** Does nothing where the alias is absent. */
    void deleteAlias(String name, String alias, Occasion occasion);

    /** @param version what it is to be, asked for while the model is read; what it throws is told before a model is missed */
    ModelVersion createVersion(String name, Supplier<NewModelVersion> version, Occasion occasion);

    ModelVersion getVersion(String name, long version);

    /** The version that an alias points at; empty where the model has no such alias. */
    Optional<ModelVersion> getVersionByAlias(String name, String alias);

    /** The version with the highest number; empty where the model has none. */
    Optional<ModelVersion> getHighestVersion(String name);

    /** The highest version of each of the stages that has one, by stage. */
    List<ModelVersion> getLatestVersions(String name, Set<Stage> stages);

    /** Changes the description, where one is given, and the version's own last update. */
    ModelVersion updateVersion(String name, long version, @Nullable String description, Occasion occasion);

    /** Takes its aliases with it; it comes back by {@link #restoreVersion}. */
    void deleteVersion(String name, long version, Occasion occasion);

    /**
     * Brings a deleted version back, as long as it was not collected: with the aliases that no other version has now, and in
     * its stage, or in Archived where that is Staging or Production and another version is there.
     */
    ModelVersion restoreVersion(String name, long version, Occasion occasion);

    /** Moves a version to a stage and, in the same step, those that are there to Archived if {@code archiveExisting}. */
    ModelVersion transitionStage(String name, long version, Stage stage, boolean archiveExisting, Occasion occasion);

    void setVersionTag(String name, long version, String key, String value, Occasion occasion);

    /** Does nothing where the tag is absent. */
    void deleteVersionTag(String name, long version, String key, Occasion occasion);

    /**
     * Creates a model that comes from another registry, with its times and tags, but neither versions nor aliases.
     *
     * @return the model of that name, whoever made it
     */
    RegisteredModel importModel(RegisteredModel model, Occasion occasion);

    /**
     * Creates a version that comes from another registry, with its number, times and stage, unless that number or a higher
     * one was given before: so no number is ever used twice, and versions must come in the order of their numbers.
     *
     * @return whether it was created
     */
    boolean importVersion(ModelVersion version, Occasion occasion);

    /** No version that is created later has that number or a lower one. */
    void reserveVersions(String name, long upTo);

    /**
     * Points an alias, which the model does not have, at a version that exists.
     *
     * @return the version that the alias points at, whoever made it
     */
    long importAlias(String name, String alias, long version, Occasion occasion);

    Page<RegisteredModel> searchModels(ModelSearch search);

    Page<ModelVersion> searchVersions(VersionSearch search);
}
