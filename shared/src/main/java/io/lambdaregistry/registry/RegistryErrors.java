package io.lambdaregistry.registry;

import io.lambdaregistry.error.Quoted;
import io.lambdaregistry.error.RegistryException;
import java.util.Locale;
import java.util.Map;

/** The registry's errors with MLflow's messages. */
public final class RegistryErrors {
    private RegistryErrors() {}

    public static RegistryException modelNotFound(String name) {
        return RegistryException.notFound("Registered Model with name=" + name + " not found");
    }

    public static RegistryException modelExists(String name) {
        return RegistryException.alreadyExists("Registered Model (name=" + name + ") already exists.");
    }

    /**
     * The error for a model or prompt whose name is taken.
     *
     * @param taken the tags of the existing model
     * @param given the tags of the model to be created
     */
    public static RegistryException nameTaken(String name, Map<String, String> taken, Map<String, String> given) {
        String old = kind(taken);
        String asked = kind(given);
        return RegistryException.alreadyExists(
                old.equals(asked)
                        ? "%s (name=%s) already exists.".formatted(old, name)
                        : "Tried to create a %s with name %s, but the name is already taken by a %s. MLflow does not allow creating a model and a prompt with the same name."
                                .formatted(
                                        asked.toLowerCase(Locale.ROOT),
                                        Quoted.python(name),
                                        old.toLowerCase(Locale.ROOT)));
    }

    /** In these messages every model with the tag is a prompt, whatever the tag's value. */
    private static String kind(Map<String, String> tags) {
        return tags.containsKey(RegisteredModel.IS_PROMPT_TAG) ? "Prompt" : "Registered Model";
    }

    public static RegistryException versionNotFound(String name, long version) {
        return RegistryException.notFound("Model Version (name=%s, version=%d) not found".formatted(name, version));
    }

    public static RegistryException deletedModelNotFound(String name) {
        return RegistryException.notFound("Deleted Registered Model with name=" + name + " not found");
    }

    public static RegistryException deletedVersionNotFound(String name, long version) {
        return RegistryException.notFound(
                "Deleted Model Version (name=%s, version=%d) not found".formatted(name, version));
    }

    public static RegistryException aliasNotFound(String alias) {
        return RegistryException.invalid("Registered model alias " + alias + " not found.");
    }
}
