package io.lambdaregistry.event;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A row of the table of changes: all that is specific to one kind of change.
 *
 * <p>A row begins with the names of the kind, and each further call adds one property. By default a change moves nothing, is
 * about no version, gives no value, has no fields and is sent to no webhook. A row is complete before it is used, and does not
 * change afterwards.
 *
 * @param <C> the record of such changes
 */
public final class ChangeKind<C extends RegistryChange> {
    private final Class<C> type;
    private final String entity;
    private final String action;
    private final String words;
    private final Function<FieldReader, C> reader;

    private BiConsumer<C, FieldWriter> fields = (change, writer) -> {};
    private BiConsumer<C, FieldWriter> details = (change, writer) -> {};
    private Function<C, Optional<Long>> version = change -> Optional.empty();
    private Function<C, Optional<Subject>> subject = change -> Optional.empty();
    private BiFunction<C, Subject, Optional<String>> valueOf;
    private Function<C, Optional<String>> to = change -> Optional.empty();
    private BiFunction<C, String, Optional<String>> from = (change, name) -> Optional.empty();
    private BiFunction<C, String, Optional<String>> givenName = (change, name) -> Optional.empty();
    private BiPredicate<C, Boolean> promptAfter = (change, before) -> before;
    private BiFunction<C, Boolean, Optional<Announcement>> announcement = (change, ofPrompt) -> Optional.empty();
    private BiConsumer<C, ModelPositions> move = (change, model) -> {};
    private boolean saysWhatWasBefore;
    private boolean moves;

    private ChangeKind(Class<C> type, String entity, String action, String words, Function<FieldReader, C> reader) {
        this.type = type;
        this.entity = entity;
        this.action = action;
        this.words = words;
        this.reader = reader;
        this.valueOf = (change, about) -> to.apply(change);
    }

    /**
     * Begins a row.
     *
     * @param entity the kind of thing that is changed, by MLflow's name in webhooks if it has one
     * @param action the change, by MLflow's name in webhooks if it has one
     * @param words the sentence on the web page. A field of the audit trail's JSON is inserted by its name in braces, such as
     *     {@code {alias}}; {@code {it}} is a link to the version
     * @param reader makes the change from the fields that {@link #stores} has written
     */
    static <C extends RegistryChange> ChangeKind<C> of(
            Class<C> type, String entity, String action, String words, Function<FieldReader, C> reader) {
        return new ChangeKind<>(type, entity, action, words, reader);
    }

    /** The row of a kind that only a later version of the registry knows. */
    static ChangeKind<RegistryChange.Unknown> unknown(String name) {
        String[] names = name.split("\\.", 2);
        return of(
                        RegistryChange.Unknown.class,
                        names[0],
                        names.length == 1 ? "" : names[1],
                        name.replaceAll("[._]", " "),
                        stored -> new RegistryChange.Unknown(name, stored.version()))
                .stores((change, item) -> {
                    throw new IllegalStateException("An event of the unknown kind " + name + " is not written.");
                });
    }

    /** The fields that are stored, besides the version. */
    ChangeKind<C> stores(BiConsumer<C, FieldWriter> written) {
        fields = written;
        return this;
    }

    /** The fields that the audit trail shows, besides the version and the values before and after. */
    ChangeKind<C> shows(BiConsumer<C, FieldWriter> written) {
        details = written;
        return this;
    }

    /** The version that it is about. */
    ChangeKind<C> about(ToLongFunction<C> number) {
        version = change -> Optional.of(number.applyAsLong(change));
        return this;
    }

    /** The subject that the change gives a value to, or takes the value from. */
    ChangeKind<C> of(Function<C, Subject> changed) {
        subject = change -> Optional.of(changed.apply(change));
        return this;
    }

    /** The change creates the subject, and gives their first values to all that belongs to it. */
    ChangeKind<C> creates(Function<C, Subject> created, BiFunction<C, Subject, Optional<String>> initially) {
        saysWhatWasBefore = true;
        valueOf = initially;
        return of(created);
    }

    /** The value after the change; empty if it removes the subject. */
    ChangeKind<C> to(Function<C, Optional<String>> after) {
        to = after;
        return this;
    }

    /** The value before the change, if the change had to know it. So no earlier event has to be read for it. */
    ChangeKind<C> from(Function<C, Optional<String>> before) {
        return fromName((change, name) -> before.apply(change));
    }

    /** As {@link #from}, given the name that the model had. */
    ChangeKind<C> fromName(BiFunction<C, String, Optional<String>> before) {
        saysWhatWasBefore = true;
        from = before;
        return this;
    }

    /** The name that the model has after it and may not have had before, of the one that it had. */
    ChangeKind<C> names(BiFunction<C, String, String> name) {
        givenName = (change, before) -> Optional.of(name.apply(change, before));
        return this;
    }

    /** The change moves a name, a stage or an alias, so it counts when the state at a time is asked for. */
    ChangeKind<C> moves(BiConsumer<C, ModelPositions> moved) {
        moves = true;
        move = moved;
        return this;
    }

    /** Whether the model is a prompt after it, given whether it was. */
    ChangeKind<C> promptAfter(BiPredicate<C, Boolean> after) {
        promptAfter = after;
        return this;
    }

    /** The payload for webhooks, given whether the model is a prompt. */
    ChangeKind<C> announces(BiFunction<C, Boolean, Optional<Announcement>> payload) {
        announcement = payload;
        return this;
    }

    /** As above, for a kind of thing that has one name for models and one for prompts. */
    ChangeKind<C> announces(String ofModel, String ofPrompt, BiFunction<C, Announcement, Announcement> payload) {
        return announces((change, isPrompt) ->
                Optional.of(payload.apply(change, Announcement.of(isPrompt ? ofPrompt : ofModel))));
    }

    public String entity() {
        return entity;
    }

    public String action() {
        return action;
    }

    /** The name of the kind, {@code entity.action}: it is unique, and events are stored with it. */
    public String name() {
        return entity + "." + action;
    }

    public String words() {
        return words;
    }

    public Class<C> type() {
        return type;
    }

    C read(FieldReader stored) {
        return reader.apply(stored);
    }

    boolean isMove() {
        return moves;
    }

    /** Whether the value before the change is in the last event on its subject, and not in this one. */
    boolean hasItsOldValueInAnEarlierEvent(RegistryChange change) {
        return !saysWhatWasBefore && subject(change).isPresent();
    }

    void write(RegistryChange change, FieldWriter writer) {
        fields.accept(type.cast(change), writer);
    }

    void writeDetails(RegistryChange change, FieldWriter writer) {
        details.accept(type.cast(change), writer);
    }

    Optional<Long> version(RegistryChange change) {
        return version.apply(type.cast(change));
    }

    Optional<Subject> subject(RegistryChange change) {
        return subject.apply(type.cast(change));
    }

    Optional<String> valueOf(RegistryChange change, Subject about) {
        return valueOf.apply(type.cast(change), about);
    }

    Optional<String> newValue(RegistryChange change) {
        return to.apply(type.cast(change));
    }

    Optional<String> oldValue(RegistryChange change, String name) {
        return from.apply(type.cast(change), name);
    }

    Optional<String> givenName(RegistryChange change, String before) {
        return givenName.apply(type.cast(change), before);
    }

    boolean isPromptAfter(RegistryChange change, boolean before) {
        return promptAfter.test(type.cast(change), before);
    }

    Optional<Announcement> announcement(RegistryChange change, boolean ofPrompt) {
        return announcement.apply(type.cast(change), ofPrompt);
    }

    void move(RegistryChange change, ModelPositions model) {
        move.accept(type.cast(change), model);
    }
}
