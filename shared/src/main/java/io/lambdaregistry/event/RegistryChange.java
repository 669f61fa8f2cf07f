package io.lambdaregistry.event;

import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.registry.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one request changed. It tells what became; what was before stands in the event before it, unless the change had to
 * know it anyway.
 */
public sealed interface RegistryChange {
    record ModelCreated(String description, Map<String, String> tags) implements RegistryChange {}

    /** A new description; empty where it was taken away. */
    record ModelUpdated(String description) implements RegistryChange {}

    record ModelRenamed(String newName) implements RegistryChange {}

    record ModelDeleted() implements RegistryChange {}

    /** @param newName that it has from then on, be it the old one */
    record ModelRestored(String newName) implements RegistryChange {}

    record ModelTagSet(String key, String value) implements RegistryChange {}

    record ModelTagDeleted(String key) implements RegistryChange {}

    /** @param from the version that it pointed at before */
    record AliasSet(String alias, long version, OptionalLong from) implements RegistryChange {}

    record AliasDeleted(String alias) implements RegistryChange {}

    /** Empty strings where nothing was given, as in {@link io.lambdaregistry.registry.NewModelVersion}. */
    record VersionCreated(
            long version,
            String source,
            String runId,
            String runLink,
            String modelId,
            String description,
            Map<String, String> tags)
            implements RegistryChange {}

    /** @param description null where it was taken away */
    record VersionUpdated(long version, @Nullable String description) implements RegistryChange {}

    /** @param aliases those that pointed at it, gone with it */
    record VersionDeleted(long version, List<String> aliases) implements RegistryChange {}

    /** Aliases that it gets back are told by themselves. */
    record VersionRestored(long version, Stage stage) implements RegistryChange {}

    /** @param archived the versions that left the stage in the same step */
    record StageChanged(long version, Stage from, Stage to, List<Long> archived) implements RegistryChange {}

    /** The first of more versions than one step archives, to make room for one that enters. */
    record VersionsArchived(Stage from, List<Long> versions) implements RegistryChange {}

    record VersionTagSet(long version, String key, String value) implements RegistryChange {}

    record VersionTagDeleted(long version, String key) implements RegistryChange {}

    /** The kind of thing that was changed, as MLflow's webhooks name it where they know it. */
    default String entity() {
        return switch (this) {
            case ModelCreated c -> "registered_model";
            case ModelUpdated c -> "registered_model";
            case ModelRenamed c -> "registered_model";
            case ModelDeleted c -> "registered_model";
            case ModelRestored c -> "registered_model";
            case ModelTagSet c -> "registered_model_tag";
            case ModelTagDeleted c -> "registered_model_tag";
            case AliasSet c -> "model_version_alias";
            case AliasDeleted c -> "model_version_alias";
            case VersionCreated c -> "model_version";
            case VersionUpdated c -> "model_version";
            case VersionDeleted c -> "model_version";
            case VersionRestored c -> "model_version";
            case StageChanged c -> "model_version_stage";
            case VersionsArchived c -> "model_version_stage";
            case VersionTagSet c -> "model_version_tag";
            case VersionTagDeleted c -> "model_version_tag";
        };
    }

    /** What was done to it, as MLflow's webhooks name it where they know it. */
    default String action() {
        return switch (this) {
            case ModelCreated c -> "created";
            case ModelUpdated c -> "updated";
            case ModelRenamed c -> "renamed";
            case ModelDeleted c -> "deleted";
            case ModelRestored c -> "restored";
            case ModelTagSet c -> "set";
            case ModelTagDeleted c -> "deleted";
            case AliasSet c -> "created";
            case AliasDeleted c -> "deleted";
            case VersionCreated c -> "created";
            case VersionUpdated c -> "updated";
            case VersionDeleted c -> "deleted";
            case VersionRestored c -> "restored";
            case StageChanged c -> "changed";
            case VersionsArchived c -> "archived";
            case VersionTagSet c -> "set";
            case VersionTagDeleted c -> "deleted";
        };
    }

    /** The version that it is about; empty where it is about the model, or several. */
    default OptionalLong aboutVersion() {
        return switch (this) {
            case AliasSet c -> OptionalLong.of(c.version);
            case VersionCreated c -> OptionalLong.of(c.version);
            case VersionUpdated c -> OptionalLong.of(c.version);
            case VersionDeleted c -> OptionalLong.of(c.version);
            case VersionRestored c -> OptionalLong.of(c.version);
            case StageChanged c -> OptionalLong.of(c.version);
            case VersionTagSet c -> OptionalLong.of(c.version);
            case VersionTagDeleted c -> OptionalLong.of(c.version);
            default -> OptionalLong.empty();
        };
    }

    /** What it gave a value to, and {@link #valueOf} tells which; a creation gave many things theirs. */
    default Optional<Subject> subject() {
        return switch (this) {
            case ModelCreated c -> Optional.of(Subject.creation(0));
            case ModelUpdated c -> Optional.of(Subject.description(0));
            case ModelTagSet c -> Optional.of(Subject.tag(0, c.key));
            case ModelTagDeleted c -> Optional.of(Subject.tag(0, c.key));
            case AliasSet c -> Optional.of(Subject.alias(c.alias));
            case AliasDeleted c -> Optional.of(Subject.alias(c.alias));
            case VersionCreated c -> Optional.of(Subject.creation(c.version));
            case VersionUpdated c -> Optional.of(Subject.description(c.version));
            case VersionTagSet c -> Optional.of(Subject.tag(c.version, c.key));
            case VersionTagDeleted c -> Optional.of(Subject.tag(c.version, c.key));
            default -> Optional.empty();
        };
    }

    /** Whether the value that the subject had before is told by the last event on it, and not by this one. */
    default boolean isToldBefore() {
        return switch (this) {
            case ModelCreated c -> false;
            case VersionCreated c -> false;
            case AliasSet c -> false;
            default -> subject().isPresent();
        };
    }

    /** The value it gave to the subject, or that the subject had from the beginning; empty where that is none. */
    default Optional<String> valueOf(Subject subject) {
        return switch (this) {
            case ModelCreated c -> subject.initially(c.description, c.tags);
            case VersionCreated c -> subject.initially(c.description, c.tags);
            default -> newValue();
        };
    }

    /** What is so now; empty where something is gone, or begins. */
    default Optional<String> newValue() {
        return switch (this) {
            case ModelUpdated c -> Optional.of(c.description).filter(text -> !text.isEmpty());
            case ModelRenamed c -> Optional.of(c.newName);
            case ModelRestored c -> Optional.of(c.newName);
            case ModelTagSet c -> Optional.of(c.value);
            case AliasSet c -> Optional.of(Long.toString(c.version));
            case VersionUpdated c -> Optional.ofNullable(c.description).filter(text -> !text.isEmpty());
            case VersionRestored c -> Optional.of(c.stage.label());
            case StageChanged c -> Optional.of(c.to.label());
            case VersionsArchived c -> Optional.of(Stage.ARCHIVED.label());
            case VersionTagSet c -> Optional.of(c.value);
            default -> Optional.empty();
        };
    }

    /** Whether the model is a prompt now, which its tag says. */
    default boolean isPromptAfter(boolean before) {
        return switch (this) {
            case ModelCreated c -> RegisteredModel.isPrompt(c.tags);
            case ModelTagSet c
            when c.key.equals(RegisteredModel.IS_PROMPT_TAG) -> RegisteredModel.isPrompt(Map.of(c.key, c.value));
            case ModelTagDeleted c when c.key.equals(RegisteredModel.IS_PROMPT_TAG) -> false;
            default -> before;
        };
    }

    /** What was so before, as far as the change had to know it. */
    default Optional<String> oldValue() {
        return switch (this) {
            case AliasSet c -> c.from.isPresent() ? Optional.of(Long.toString(c.from.getAsLong())) : Optional.empty();
            case StageChanged c -> Optional.of(c.from.label());
            case VersionsArchived c -> Optional.of(c.from.label());
            default -> Optional.empty();
        };
    }
}
