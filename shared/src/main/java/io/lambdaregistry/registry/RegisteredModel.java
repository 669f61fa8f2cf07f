package io.lambdaregistry.registry;

import java.util.List;
import java.util.Map;

/**
 * A registered model.
 *
 * @param creationTimestamp milliseconds since 1970, like all timestamps
 * @param lastUpdatedTimestamp the last change of its description or name, or of the existence or stage of a version
 * @param description the description; may be empty
 * @param aliases the version number of each alias
 * @param latestVersions the highest version of each stage that has one, sorted by stage
 */
public record RegisteredModel(
        String name,
        long creationTimestamp,
        long lastUpdatedTimestamp,
        String description,
        Map<String, String> tags,
        Map<String, Long> aliases,
        List<ModelVersion> latestVersions) {

    /** A model with this tag set to true is a prompt of MLflow's prompt registry. */
    public static final String IS_PROMPT_TAG = "mlflow.prompt.is_prompt";

    /** Returns whether searches hide a model with these tags. Unlike {@link #isPrompt}, it accepts only lower case. */
    public static boolean isListedAsPrompt(Map<String, String> tags) {
        return "true".equals(tags.get(IS_PROMPT_TAG));
    }

    public static boolean isPrompt(Map<String, String> tags) {
        return "true".equalsIgnoreCase(tags.get(IS_PROMPT_TAG));
    }

    public RegisteredModel withLatestVersions(List<ModelVersion> versions) {
        return new RegisteredModel(
                name, creationTimestamp, lastUpdatedTimestamp, description, tags, aliases, List.copyOf(versions));
    }
}
