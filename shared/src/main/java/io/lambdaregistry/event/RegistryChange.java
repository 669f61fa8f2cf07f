package io.lambdaregistry.event;

import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.registry.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The change that one request made. It contains the new value; the value before is in an earlier event, unless the change had
 * to know it anyway.
 *
 * <p>Each kind of change is a record with its {@link ChangeKind row}, which contains all that is specific to the kind. A new
 * kind takes a new record here and a name in {@link ChangeKinds}.
 */
public sealed interface RegistryChange {
    record ModelCreated(String description, Map<String, String> tags) implements RegistryChange {
        static final ChangeKind<ModelCreated> KIND = ChangeKind.of(
                        ModelCreated.class,
                        "registered_model",
                        "created",
                        "Created",
                        stored -> new ModelCreated(stored.text("description"), stored.entries("tags")))
                .stores((c, item) -> item.text("description", c.description).entries("tags", c.tags))
                .shows((c, json) ->
                        json.text("description", orNull(c.description)).entries("tags", c.tags))
                .names((c, name) -> name)
                .creates(c -> new Subject.Creation(0), (c, subject) -> subject.initially(c.description, c.tags))
                .promptAfter((c, before) -> RegisteredModel.isPrompt(c.tags))
                .announces((c, ofPrompt) -> Optional.of(Announcements.ofCreation(c)));

        @Override
        public ChangeKind<ModelCreated> kind() {
            return KIND;
        }
    }

    /** A new description; empty if it was removed. */
    record ModelUpdated(String description) implements RegistryChange {
        static final ChangeKind<ModelUpdated> KIND = ChangeKind.of(
                        ModelUpdated.class,
                        "registered_model",
                        "updated",
                        "Description changed",
                        stored -> new ModelUpdated(stored.text("value")))
                .stores((c, item) -> item.text("value", c.description))
                .of(c -> new Subject.Description(0))
                .to(c -> Optional.ofNullable(orNull(c.description)));

        @Override
        public ChangeKind<ModelUpdated> kind() {
            return KIND;
        }
    }

    record ModelRenamed(String newName) implements RegistryChange {
        static final ChangeKind<ModelRenamed> KIND = ChangeKind.of(
                        ModelRenamed.class,
                        "registered_model",
                        "renamed",
                        "Renamed from {from}",
                        stored -> new ModelRenamed(stored.text("value")))
                .stores((c, item) -> item.text("value", c.newName))
                .names((c, name) -> c.newName)
                .fromName((c, name) -> Optional.of(name))
                .to(c -> Optional.of(c.newName))
                .moves((c, model) -> model.rename(c.newName));

        @Override
        public ChangeKind<ModelRenamed> kind() {
            return KIND;
        }
    }

    record ModelDeleted() implements RegistryChange {
        static final ChangeKind<ModelDeleted> KIND = ChangeKind.of(
                        ModelDeleted.class, "registered_model", "deleted", "Deleted", stored -> new ModelDeleted())
                .moves((c, model) -> model.deleteModel());

        @Override
        public ChangeKind<ModelDeleted> kind() {
            return KIND;
        }
    }

    /** @param newName the name from then on, which may be the old one */
    record ModelRestored(String newName) implements RegistryChange {
        static final ChangeKind<ModelRestored> KIND = ChangeKind.of(
                        ModelRestored.class,
                        "registered_model",
                        "restored",
                        "Restored",
                        stored -> new ModelRestored(stored.text("value")))
                .stores((c, item) -> item.text("value", c.newName))
                .names((c, name) -> c.newName)
                .to(c -> Optional.of(c.newName))
                .moves((c, model) -> model.rename(c.newName));

        @Override
        public ChangeKind<ModelRestored> kind() {
            return KIND;
        }
    }

    record ModelTagSet(String key, String value) implements RegistryChange {
        static final ChangeKind<ModelTagSet> KIND = ChangeKind.of(
                        ModelTagSet.class,
                        "registered_model_tag",
                        "set",
                        "Tag {key} set to {to}",
                        stored -> new ModelTagSet(stored.text("key"), stored.text("value")))
                .stores((c, item) -> item.text("key", c.key).text("value", c.value))
                .shows((c, json) -> json.text("key", c.key))
                .of(c -> new Subject.Tag(0, c.key))
                .to(c -> Optional.of(c.value))
                .promptAfter((c, before) -> c.key.equals(RegisteredModel.IS_PROMPT_TAG)
                        ? RegisteredModel.isPrompt(Map.of(c.key, c.value))
                        : before)
                .announces((c, ofPrompt) -> Announcements.onlyOfPrompts(
                        ofPrompt,
                        Announcement.of("prompt_tag").with("key", c.key).with("value", c.value)));

        @Override
        public ChangeKind<ModelTagSet> kind() {
            return KIND;
        }
    }

    record ModelTagDeleted(String key) implements RegistryChange {
        static final ChangeKind<ModelTagDeleted> KIND = ChangeKind.of(
                        ModelTagDeleted.class,
                        "registered_model_tag",
                        "deleted",
                        "Tag {key} removed",
                        stored -> new ModelTagDeleted(stored.text("key")))
                .stores((c, item) -> item.text("key", c.key))
                .shows((c, json) -> json.text("key", c.key))
                .of(c -> new Subject.Tag(0, c.key))
                .promptAfter((c, before) -> before && !c.key.equals(RegisteredModel.IS_PROMPT_TAG))
                .announces((c, ofPrompt) -> Announcements.onlyOfPrompts(
                        ofPrompt, Announcement.of("prompt_tag").with("key", c.key)));

        @Override
        public ChangeKind<ModelTagDeleted> kind() {
            return KIND;
        }
    }

    /** @param from the version that it pointed at before */
    record AliasSet(String alias, long version, OptionalLong from) implements RegistryChange {
        static final ChangeKind<AliasSet> KIND = ChangeKind.of(
                        AliasSet.class,
                        "model_version_alias",
                        "created",
                        "@{alias} set to {it}",
                        stored -> new AliasSet(
                                stored.text("key"), stored.version(), numberOrNone(stored.textOrNull("from"))))
                .about(c -> c.version)
                .stores((c, item) ->
                        item.text("key", c.alias).text("from", text(c.from).orElse(null)))
                .shows((c, json) -> json.text("alias", c.alias))
                .of(c -> new Subject.Alias(c.alias))
                .from(c -> text(c.from))
                .to(c -> Optional.of(Long.toString(c.version)))
                .moves((c, model) -> model.point(c.alias, c.version))
                .announces(
                        "model_version_alias",
                        "prompt_alias",
                        (c, payload) -> payload.with("alias", c.alias).with("version", Long.toString(c.version)));

        @Override
        public ChangeKind<AliasSet> kind() {
            return KIND;
        }
    }

    record AliasDeleted(String alias) implements RegistryChange {
        static final ChangeKind<AliasDeleted> KIND = ChangeKind.of(
                        AliasDeleted.class,
                        "model_version_alias",
                        "deleted",
                        "@{alias} removed",
                        stored -> new AliasDeleted(stored.text("key")))
                .stores((c, item) -> item.text("key", c.alias))
                .shows((c, json) -> json.text("alias", c.alias))
                .of(c -> new Subject.Alias(c.alias))
                .moves((c, model) -> model.removeAlias(c.alias))
                .announces("model_version_alias", "prompt_alias", (c, payload) -> payload.with("alias", c.alias));

        @Override
        public ChangeKind<AliasDeleted> kind() {
            return KIND;
        }
    }

    /** Strings that were not given are empty, as in {@link io.lambdaregistry.registry.NewModelVersion}. */
    record VersionCreated(
            long version,
            String source,
            String runId,
            String runLink,
            String modelId,
            String description,
            Map<String, String> tags)
            implements RegistryChange {
        static final ChangeKind<VersionCreated> KIND = ChangeKind.of(
                        VersionCreated.class,
                        "model_version",
                        "created",
                        "{it} registered",
                        stored -> new VersionCreated(
                                stored.version(),
                                stored.text("source"),
                                stored.text("run_id"),
                                stored.text("run_link"),
                                stored.text("logged_model"),
                                stored.text("description"),
                                stored.entries("tags")))
                .about(c -> c.version)
                .stores((c, item) -> item.text("source", c.source)
                        .text("run_id", c.runId)
                        .text("run_link", c.runLink)
                        .text("logged_model", c.modelId)
                        .text("description", c.description)
                        .entries("tags", c.tags))
                .shows((c, json) -> json.text("source", c.source)
                        .text("run_id", orNull(c.runId))
                        .text("run_link", orNull(c.runLink))
                        .text("model_id", orNull(c.modelId))
                        .text("description", orNull(c.description))
                        .entries("tags", c.tags))
                .creates(c -> new Subject.Creation(c.version), (c, subject) -> subject.initially(c.description, c.tags))
                .announces((c, ofPrompt) -> Optional.of(Announcements.ofCreation(c)));

        @Override
        public ChangeKind<VersionCreated> kind() {
            return KIND;
        }
    }

    /** @param description null if it was removed */
    record VersionUpdated(long version, @Nullable String description) implements RegistryChange {
        static final ChangeKind<VersionUpdated> KIND = ChangeKind.of(
                        VersionUpdated.class,
                        "model_version",
                        "updated",
                        "{it} described anew",
                        stored -> new VersionUpdated(stored.version(), stored.textOrNull("value")))
                .about(c -> c.version)
                .stores((c, item) -> item.text("value", c.description))
                .of(c -> new Subject.Description(c.version))
                .to(c -> Optional.ofNullable(c.description).filter(text -> !text.isEmpty()));

        @Override
        public ChangeKind<VersionUpdated> kind() {
            return KIND;
        }
    }

    /** @param aliases the aliases that pointed at the version and were deleted with it */
    record VersionDeleted(long version, List<String> aliases) implements RegistryChange {
        static final ChangeKind<VersionDeleted> KIND = ChangeKind.of(
                        VersionDeleted.class,
                        "model_version",
                        "deleted",
                        "Version {version} deleted",
                        stored -> new VersionDeleted(stored.version(), stored.texts("aliases")))
                .about(c -> c.version)
                .stores((c, item) -> item.texts("aliases", c.aliases))
                .shows((c, json) -> json.texts("aliases", c.aliases))
                .moves((c, model) -> {
                    model.deleteVersion(c.version);
                    c.aliases.forEach(model::removeAlias);
                });

        @Override
        public ChangeKind<VersionDeleted> kind() {
            return KIND;
        }
    }

    /** Aliases that the version gets back have events of their own. */
    record VersionRestored(long version, Stage stage) implements RegistryChange {
        static final ChangeKind<VersionRestored> KIND = ChangeKind.of(
                        VersionRestored.class,
                        "model_version",
                        "restored",
                        "{it} restored",
                        stored -> new VersionRestored(stored.version(), Stage.stored(stored.text("value"))))
                .about(c -> c.version)
                .stores((c, item) -> item.text("value", c.stage.label()))
                .to(c -> Optional.of(c.stage.label()))
                .moves((c, model) -> {
                    if (!c.stage.equals(Stage.NONE)) {
                        model.enter(c.stage, c.version);
                    }
                });

        @Override
        public ChangeKind<VersionRestored> kind() {
            return KIND;
        }
    }

    /**
     * The files were digested.
     *
     * @param digest the digest of the folder
     * @param manifest the id of the manifest
     * @param files the number of files
     */
    record VersionSealed(long version, String digest, String manifest, long files) implements RegistryChange {
        static final ChangeKind<VersionSealed> KIND = ChangeKind.of(
                        VersionSealed.class,
                        "model_version",
                        "sealed",
                        "The files of {it} digested: {digest}",
                        stored -> new VersionSealed(
                                stored.version(),
                                stored.text("value"),
                                stored.text("manifest"),
                                Long.parseLong(stored.text("files"))))
                .about(c -> c.version)
                .stores((c, item) -> item.text("value", c.digest)
                        .text("manifest", c.manifest)
                        .text("files", Long.toString(c.files)))
                .shows((c, json) -> json.text("digest", c.digest)
                        .text("manifest", c.manifest)
                        .text("files", Long.toString(c.files)))
                .moves((c, model) -> model.seal(c.version, c.digest))
                .announces((c, ofPrompt) -> Optional.of(Announcements.ofSeal(c)));

        @Override
        public ChangeKind<VersionSealed> kind() {
            return KIND;
        }
    }

    /**
     * A signature was attached.
     *
     * @param signature the id of the signature
     * @param verdict VERIFIED, UNVERIFIED or FAILED, with the keys that were trusted then
     * @param reason the reason of the verdict, in words
     * @param key the id of the trusted key that has signed; empty if there is none
     */
    record VersionSigned(long version, String signature, String verdict, String reason, String key)
            implements RegistryChange {
        static final ChangeKind<VersionSigned> KIND = ChangeKind.of(
                        VersionSigned.class,
                        "model_version",
                        "signed",
                        "{it} signed, {verdict}: {reason}",
                        stored -> new VersionSigned(
                                stored.version(),
                                stored.text("value"),
                                stored.text("verdict"),
                                stored.text("reason"),
                                stored.text("key")))
                .about(c -> c.version)
                .stores((c, item) -> item.text("value", c.signature)
                        .text("verdict", c.verdict)
                        .text("reason", c.reason)
                        .text("key", orNull(c.key)))
                .shows((c, json) -> json.text("signature", c.signature)
                        .text("verdict", c.verdict)
                        .text("reason", c.reason)
                        .text("key", orNull(c.key)))
                .announces((c, ofPrompt) -> Optional.of(Announcements.ofSignature(c)));

        @Override
        public ChangeKind<VersionSigned> kind() {
            return KIND;
        }
    }

    /** @param archived the versions that left the stage in the same step */
    record StageChanged(long version, Stage from, Stage to, List<Long> archived) implements RegistryChange {
        static final ChangeKind<StageChanged> KIND = ChangeKind.of(
                        StageChanged.class,
                        "model_version_stage",
                        "changed",
                        "{it} from {from} to {to}",
                        stored -> new StageChanged(
                                stored.version(),
                                Stage.stored(stored.text("from")),
                                Stage.stored(stored.text("value")),
                                stored.numbers("versions")))
                .about(c -> c.version)
                .stores((c, item) -> item.text("from", c.from.label())
                        .text("value", c.to.label())
                        .numbers("versions", c.archived))
                .shows((c, json) -> json.numbers("archived_versions", c.archived))
                .from(c -> Optional.of(c.from.label()))
                .to(c -> Optional.of(c.to.label()))
                .moves((c, model) -> {
                    model.archive(c.archived);
                    model.enter(c.to, c.version);
                });

        @Override
        public ChangeKind<StageChanged> kind() {
            return KIND;
        }
    }

    /** The first of more versions than one step archives, to make room for one that enters. */
    record VersionsArchived(Stage from, List<Long> versions) implements RegistryChange {
        static final ChangeKind<VersionsArchived> KIND = ChangeKind.of(
                        VersionsArchived.class,
                        "model_version_stage",
                        "archived",
                        "Versions archived",
                        stored -> new VersionsArchived(Stage.stored(stored.text("from")), stored.numbers("versions")))
                .stores((c, item) -> item.text("from", c.from.label()).numbers("versions", c.versions))
                .shows((c, json) -> json.numbers("archived_versions", c.versions))
                .from(c -> Optional.of(c.from.label()))
                .to(c -> Optional.of(Stage.ARCHIVED.label()))
                .moves((c, model) -> model.archive(c.versions));

        @Override
        public ChangeKind<VersionsArchived> kind() {
            return KIND;
        }
    }

    record VersionTagSet(long version, String key, String value) implements RegistryChange {
        static final ChangeKind<VersionTagSet> KIND = ChangeKind.of(
                        VersionTagSet.class,
                        "model_version_tag",
                        "set",
                        "{it}: tag {key} set to {to}",
                        stored -> new VersionTagSet(stored.version(), stored.text("key"), stored.text("value")))
                .about(c -> c.version)
                .stores((c, item) -> item.text("key", c.key).text("value", c.value))
                .shows((c, json) -> json.text("key", c.key))
                .of(c -> new Subject.Tag(c.version, c.key))
                .to(c -> Optional.of(c.value))
                .announces(
                        "model_version_tag",
                        "prompt_version_tag",
                        (c, payload) -> payload.with("version", Long.toString(c.version))
                                .with("key", c.key)
                                .with("value", c.value));

        @Override
        public ChangeKind<VersionTagSet> kind() {
            return KIND;
        }
    }

    record VersionTagDeleted(long version, String key) implements RegistryChange {
        static final ChangeKind<VersionTagDeleted> KIND = ChangeKind.of(
                        VersionTagDeleted.class,
                        "model_version_tag",
                        "deleted",
                        "{it}: tag {key} removed",
                        stored -> new VersionTagDeleted(stored.version(), stored.text("key")))
                .about(c -> c.version)
                .stores((c, item) -> item.text("key", c.key))
                .shows((c, json) -> json.text("key", c.key))
                .of(c -> new Subject.Tag(c.version, c.key))
                .announces(
                        "model_version_tag",
                        "prompt_version_tag",
                        (c, payload) -> payload.with("version", Long.toString(c.version))
                                .with("key", c.key));

        @Override
        public ChangeKind<VersionTagDeleted> kind() {
            return KIND;
        }
    }

    /**
     * A change of a kind that only a later version of the registry knows. It is read, and never written.
     *
     * @param name of the kind, {@code entity.action}
     * @param version the version that the change is about; 0 if it is about none
     */
    record Unknown(String name, long version) implements RegistryChange {
        @Override
        public ChangeKind<Unknown> kind() {
            ChangeKind<Unknown> kind = ChangeKind.unknown(name);
            return version == 0 ? kind : kind.about(c -> c.version);
        }
    }

    /** The row of its kind. */
    ChangeKind<? extends RegistryChange> kind();

    /** The kind of thing that was changed, by MLflow's name in webhooks if it has one. */
    default String entity() {
        return kind().entity();
    }

    /** The action, by MLflow's name in webhooks if it has one. */
    default String action() {
        return kind().action();
    }

    /** Whether this version of the registry knows the kind. */
    default boolean isKnown() {
        return !(this instanceof Unknown);
    }

    /** Writes the fields that are stored, beside the version. */
    default void write(FieldWriter writer) {
        kind().write(this, writer);
    }

    /** Writes the fields that the audit trail shows, besides the version and the values before and after. */
    default void writeDetails(FieldWriter writer) {
        kind().writeDetails(this, writer);
    }

    /** The version that the change is about; empty if it is about the model, or about several versions. */
    default OptionalLong aboutVersion() {
        return kind().version(this).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    /** The subject whose value changed; {@link #valueOf} returns the value. A creation gives values to many subjects. */
    default Optional<Subject> subject() {
        return kind().subject(this);
    }

    /** Whether the value before the change is in the last event on its subject, and not in this one. */
    default boolean hasItsOldValueInAnEarlierEvent() {
        return kind().hasItsOldValueInAnEarlierEvent(this);
    }

    /** The value that the change gave to a subject, or with which it created the subject; empty if that is none. */
    default Optional<String> valueOf(Subject subject) {
        return kind().valueOf(this, subject);
    }

    /** The value after the change; empty if it removed or created something. */
    default Optional<String> newValue() {
        return kind().newValue(this);
    }

    /** The name that the change gives to the model, given the name before; empty if it gives none. */
    default Optional<String> givenName(String name) {
        return kind().givenName(this, name);
    }

    /** Whether the model is a prompt now, which its tag says. */
    default boolean isPromptAfter(boolean before) {
        return kind().isPromptAfter(this, before);
    }

    /** Whether it moves a name, a stage or an alias. */
    default boolean isMove() {
        return kind().isMove();
    }

    /** Applies the change to the state of a model. */
    default void move(ModelPositions model) {
        kind().move(this, model);
    }

    /** The payload for webhooks; empty if MLflow sends none for such a change. */
    default Optional<Announcement> announcement(boolean ofPrompt) {
        return kind().announcement(this, ofPrompt);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Optional<String> text(OptionalLong number) {
        return number.isPresent() ? Optional.of(Long.toString(number.getAsLong())) : Optional.empty();
    }

    private static OptionalLong numberOrNone(@Nullable String text) {
        return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }
}
