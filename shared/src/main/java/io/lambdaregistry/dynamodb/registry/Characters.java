package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.RegisteredModel;
import java.util.Map;

/** The characters of the description and the tags of things, by which pages are limited. All else of them is small. */
final class Characters {
    private Characters() {}

    static long of(RegisteredModel model) {
        return model.description().length() + of(model.tags());
    }

    static long of(ModelVersion version) {
        String description = version.description();
        return (description == null ? 0 : description.length()) + of(version.tags());
    }

    private static long of(Map<String, String> tags) {
        return tags.entrySet().stream()
                .mapToLong(tag -> tag.getKey().length() + tag.getValue().length())
                .sum();
    }
}
