package io.lambdaregistry.event;

import io.lambdaregistry.registry.RegisteredModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of a model that events give values to: a tag, an alias, a description, or all of a model or version that is created.
 */
public record Subject(List<String> path) {
    /** All of a model, as its creation gives it. */
    public static final Subject MODEL = creation(0);

    /** Whether a model is a prompt. */
    public static final Subject PROMPT = tag(0, RegisteredModel.IS_PROMPT_TAG);

    static Subject creation(long version) {
        return new Subject(List.of("creation", Long.toString(version)));
    }

    /** @param version 0 for the model itself, as with tags */
    static Subject description(long version) {
        return new Subject(List.of("description", Long.toString(version)));
    }

    static Subject tag(long version, String key) {
        return new Subject(List.of("tag", Long.toString(version), key));
    }

    static Subject alias(String alias) {
        return new Subject(List.of("alias", alias));
    }

    /** The creation of the model or version that this subject belongs to, which gave it its first value. */
    public Subject creation() {
        return path.getFirst().equals("alias") ? MODEL : new Subject(List.of("creation", path.get(1)));
    }

    /** The value that a creation with this description and these tags gave it. */
    Optional<String> initially(String description, Map<String, String> tags) {
        return switch (path.getFirst()) {
            case "description" -> Optional.of(description).filter(text -> !text.isEmpty());
            case "tag" -> Optional.ofNullable(tags.get(path.getLast()));
            default -> Optional.empty();
        };
    }
}
