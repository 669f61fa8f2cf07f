package io.lambdaregistry.webhook;

import io.lambdaregistry.error.RegistryException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A kind of event that webhooks can receive: an action on a kind of entity. Most are those of MLflow, whose {@code
 * entities/webhook.py} is their source; the others are this registry's own, which MLflow's clients can neither read nor write.
 */
public record WebhookEvent(Entity entity, Action action) implements Comparable<WebhookEvent> {
    private static final Comparator<WebhookEvent> BY_NAME = Comparator.comparing(WebhookEvent::toString);

    /** In the order of their numbers in MLflow's protocol, from 1. */
    public enum Entity {
        REGISTERED_MODEL,
        MODEL_VERSION,
        MODEL_VERSION_TAG,
        MODEL_VERSION_ALIAS,
        PROMPT,
        PROMPT_VERSION,
        PROMPT_TAG,
        PROMPT_VERSION_TAG,
        PROMPT_ALIAS,
        /** An entity of MLflow's gateway, which this registry lacks: webhooks can name it, but its events never occur. */
        BUDGET_POLICY;

        /** The actions that MLflow knows. */
        private List<Action> actions() {
            return switch (this) {
                case REGISTERED_MODEL, MODEL_VERSION, PROMPT, PROMPT_VERSION -> List.of(Action.CREATED);
                case MODEL_VERSION_TAG, PROMPT_TAG, PROMPT_VERSION_TAG -> List.of(Action.DELETED, Action.SET);
                case MODEL_VERSION_ALIAS, PROMPT_ALIAS -> List.of(Action.CREATED, Action.DELETED);
                case BUDGET_POLICY -> List.of(Action.EXCEEDED);
            };
        }

        /** The actions that only this registry knows. */
        private List<Action> ownActions() {
            return this == MODEL_VERSION ? List.of(Action.SEALED, Action.SIGNED) : List.of();
        }

        /** Returns the name in payloads. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** MLflow's actions in the order of their numbers in its protocol, from 1; then this registry's own, which have no number. */
    public enum Action {
        CREATED,
        UPDATED,
        DELETED,
        SET,
        EXCEEDED,
        /** The files of a version were digested. */
        SEALED,
        /** A signature was attached to a version. */
        SIGNED;

        private static final List<Action> OF_MLFLOW = List.of(CREATED, UPDATED, DELETED, SET, EXCEEDED);

        /** Returns the name in payloads. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public WebhookEvent {
        if (!entity.actions().contains(action) && !entity.ownActions().contains(action)) {
            throw RegistryException.invalid("Invalid action '%s' for entity '%s'. Valid actions are: %s"
                    .formatted(
                            action.label(),
                            entity.label(),
                            entity.actions().stream()
                                    .map(valid -> "'" + valid.label() + "'")
                                    .collect(Collectors.joining(", ", "[", "]"))));
        }
    }

    /**
     * Returns MLflow's event of an entity and an action, given by name or number as in proto3's JSON form.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE for what MLflow does not know
     */
    public static WebhookEvent of(String entity, String action) {
        return new WebhookEvent(
                constant("entity", entity, List.of(Entity.values())), constant("action", action, Action.OF_MLFLOW));
    }

    /**
     * Returns the event of this registry's own that a text names.
     *
     * @param text as {@link #toString} returns it
     * @throws RegistryException INVALID_PARAMETER_VALUE for any other text
     */
    public static WebhookEvent own(String text) {
        return find(text)
                .filter(event -> !event.isOfMlflow())
                .orElseThrow(() -> RegistryException.invalid("Unknown event '%s'. The registry's own events are: %s"
                        .formatted(
                                text,
                                all().filter(event -> !event.isOfMlflow())
                                        .map(event -> "'" + event + "'")
                                        .collect(Collectors.joining(", ", "[", "]")))));
    }

    private static Stream<WebhookEvent> all() {
        return Arrays.stream(Entity.values())
                .flatMap(entity -> Stream.concat(entity.actions().stream(), entity.ownActions().stream())
                        .map(action -> new WebhookEvent(entity, action)));
    }

    /** Returns whether MLflow knows the event. */
    public boolean isOfMlflow() {
        return entity.actions().contains(action);
    }

    /** Parses the text of {@link #toString}. */
    public static WebhookEvent parse(String text) {
        return find(text).orElseThrow(() -> RegistryException.invalid("Unknown webhook event: '%s'".formatted(text)));
    }

    /** As above; empty if only a later version of the registry knows the event. */
    public static Optional<WebhookEvent> find(String text) {
        return all().filter(event -> event.toString().equals(text)).findFirst();
    }

    /** Finds a constant by its name, or by its position from 1. */
    private static <E extends Enum<E>> E constant(String what, String text, List<E> constants) {
        return IntStream.range(0, constants.size())
                .filter(i -> constants.get(i).name().equals(text)
                        || Integer.toString(i + 1).equals(text))
                .mapToObj(constants::get)
                .findFirst()
                .orElseThrow(
                        () -> RegistryException.invalid("Unknown %s of a webhook event: '%s'".formatted(what, text)));
    }

    @Override
    public int compareTo(WebhookEvent other) {
        return BY_NAME.compare(this, other);
    }

    /** Returns {@code entity.action}. */
    @Override
    public String toString() {
        return entity.label() + "." + action.label();
    }
}
