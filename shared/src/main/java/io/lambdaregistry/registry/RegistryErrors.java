package io.lambdaregistry.registry;

import io.lambdaregistry.error.RegistryException;

/** The refusals of the registry, in MLflow's words, each written once. */
public final class RegistryErrors {
    private RegistryErrors() {}

    public static RegistryException modelNotFound(String name) {
        return RegistryException.notFound("Registered Model with name=" + name + " not found");
    }

    public static RegistryException modelExists(String name) {
        return RegistryException.alreadyExists("Registered Model (name=" + name + ") already exists.");
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
