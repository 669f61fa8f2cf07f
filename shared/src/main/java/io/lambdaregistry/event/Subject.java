package io.lambdaregistry.event;

import io.lambdaregistry.registry.RegisteredModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of a model that events give values to. In each of them version 0 is the model itself.
 */
public sealed interface Subject {
    /** All of a model or version that is created. */
    record Creation(long version) implements Subject {
        /** All of a model, as its creation gives it. */
        public static final Creation OF_MODEL = new Creation(0);
    }

    /** The description of a model or version. */
    record Description(long version) implements Subject {}

    /** A tag of a model or version. */
    record Tag(long version, String key) implements Subject {
        /** Whether a model is a prompt. */
        public static final Tag PROMPT = new Tag(0, RegisteredModel.IS_PROMPT_TAG);
    }

    /** An alias of a model. */
    record Alias(String alias) implements Subject {}

    /** The strings that identify this subject. Events are indexed by their hash, so they never change. */
    default List<String> path() {
        return switch (this) {
            case Creation(long version) -> List.of("creation", Long.toString(version));
            case Description(long version) -> List.of("description", Long.toString(version));
            case Tag(long version, String key) -> List.of("tag", Long.toString(version), key);
            case Alias(String alias) -> List.of("alias", alias);
        };
    }

    /** The creation of the model or version that this subject belongs to, which gave it its first value. */
    default Subject creation() {
        return switch (this) {
            case Creation creation -> creation;
            case Description(long version) -> new Creation(version);
            case Tag(long version, String _) -> new Creation(version);
            case Alias _ -> Creation.OF_MODEL;
        };
    }

    /** The value that this subject has after a creation with this description and these tags. */
    default Optional<String> initially(String description, Map<String, String> tags) {
        return switch (this) {
            case Description _ -> Optional.of(description).filter(text -> !text.isEmpty());
            case Tag(long _, String key) -> Optional.ofNullable(tags.get(key));
            case Creation _, Alias _ -> Optional.empty();
        };
    }
}
