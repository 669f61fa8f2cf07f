package io.lambdaregistry.registry;

import java.util.List;
import java.util.Map;

/**
 * A registered model.
 *
 * @param creationTimestamp milliseconds since 1970, as all timestamps are
 * @param lastUpdatedTimestamp moved by its description, its name, and its versions' coming, going and changing stage
 * @param description empty where there is none
 * @param aliases alias to version number
 * @param latestVersions the highest version of each stage that has one, by stage
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

    /** Whether searches hide what has these tags: unlike {@link #isPrompt}, for nothing but lower case. */
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
