package io.lambdaregistry.registry;

import io.lambdaregistry.search.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores registered models and their versions. Callers validate the arguments. Every write is one conditional write or one
 * transaction, so a failed operation has changed nothing. A change is written together with its event. An operation that changes
 * nothing writes no event.
 *
 * <p>An operation on a model or version that does not exist fails with RESOURCE_DOES_NOT_EXIST; see {@link RegistryErrors}.
 */
public interface RegistryStore {
    /** Fails with {@link RegistryErrors#nameTaken} if the name is taken. Of concurrent creations exactly one succeeds. */
    RegisteredModel createModel(String name, String description, Map<String, String> tags, Occasion occasion);

    /** Returns a model with its latest versions. */
    RegisteredModel getModel(String name);

    /** Returns whether a model is a prompt, by {@link RegisteredModel#isPrompt}. */
    boolean isPrompt(String name);

    RegisteredModel updateModel(String name, String description, Occasion occasion);

    /** Renames a model; versions, tags and aliases stay. Fails with RESOURCE_ALREADY_EXISTS if the new name is taken. */
    RegisteredModel renameModel(String name, String newName, Occasion occasion);

    /** Deletes a model with its versions, tags and aliases at once; {@link #restoreModel} restores them. */
    void deleteModel(String name, Occasion occasion);

    /**
     * Restores a deleted model that is not yet collected, with versions, tags and aliases. Fails with RESOURCE_ALREADY_EXISTS if
     * the new name is taken.
     *
     * @param modelId the id of one of several deleted models with that name; empty for the latest deleted one
     */
    RegisteredModel restoreModel(String name, String modelId, String newName, Occasion occasion);

    void setModelTag(String name, String key, String value, Occasion occasion);

    /** Deletes a tag; does nothing if it does not exist. */
    void deleteModelTag(String name, String key, Occasion occasion);

    /** Points an alias at an existing version, atomically. */
    void setAlias(String name, String alias, long version, Occasion occasion);

    /** Deletes an alias; does nothing if it does not exist. */
    void deleteAlias(String name, String alias, Occasion occasion);

    /** @param version supplies the version while the model is read; its exception takes precedence over a missing model */
    ModelVersion createVersion(String name, Supplier<NewModelVersion> version, Occasion occasion);

    ModelVersion getVersion(String name, long version);

    /** Returns the version that an alias points at; empty if the model has no such alias. */
    Optional<ModelVersion> getVersionByAlias(String name, String alias);

    /** Returns the version with the highest number; empty if the model has no version. */
    Optional<ModelVersion> getHighestVersion(String name);

    /** Returns the highest version of each given stage that has one, sorted by stage. */
    List<ModelVersion> getLatestVersions(String name, Set<Stage> stages);

    /** Changes the description, if one is given, and the version's last update. */
    ModelVersion updateVersion(String name, long version, @Nullable String description, Occasion occasion);

    /** Deletes a version and its aliases; {@link #restoreVersion} restores it. */
    void deleteVersion(String name, long version, Occasion occasion);

    /**
     * Restores a deleted version that is not yet collected, with those of its aliases that no other version has now. It returns to
     * its stage; if that is Staging or Production and has another version now, it becomes Archived.
     */
    ModelVersion restoreVersion(String name, long version, Occasion occasion);

    /** Moves a version to a stage. With {@code archiveExisting}, the stage's other versions become Archived in the same step. */
    ModelVersion transitionStage(String name, long version, Stage stage, boolean archiveExisting, Occasion occasion);

    void setVersionTag(String name, long version, String key, String value, Occasion occasion);

    /** Deletes a tag; does nothing if it does not exist. */
    void deleteVersionTag(String name, long version, String key, Occasion occasion);

    /**
     * Creates a model from another registry with its times and tags, but without versions and aliases.
     *
     * @return the model with that name, new or existing
     */
    RegisteredModel importModel(RegisteredModel model, Occasion occasion);

    /**
     * Creates a version from another registry with its number, times and stage, unless that number or a higher one was given
     * before. So no number is used twice, and versions must be imported in the order of their numbers.
     *
     * @return whether it was created
     */
    boolean importVersion(ModelVersion version, Occasion occasion);

    /** Reserves the numbers up to {@code upTo}: versions created later get higher ones. */
    void reserveVersions(String name, long upTo);

    /**
     * Points an alias at an existing version, unless the model already has the alias.
     *
     * @return the version that the alias points at afterwards
     */
    long importAlias(String name, String alias, long version, Occasion occasion);

    Page<RegisteredModel> searchModels(ModelSearch search);

    Page<ModelVersion> searchVersions(VersionSearch search);
}
