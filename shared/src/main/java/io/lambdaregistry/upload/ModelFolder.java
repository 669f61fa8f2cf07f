package io.lambdaregistry.upload;

import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.RegistryRules;

/**
 * A folder that a model is uploaded to: {@code models/<model>/<folder>/} of the bucket.
 *
 * @param bucket the bucket's name
 * @param model the name that the model is registered under
 * @param folder one path segment, of any text
 */
public record ModelFolder(String bucket, String model, String folder) {
    static final String ROOT = "models";
    static final String MODEL_FILE = "MLmodel";

    /** Returns its path in the bucket, without a slash at the end. */
    public String path() {
        return ROOT + "/" + model + "/" + folder;
    }

    String modelFile() {
        return path() + "/" + MODEL_FILE;
    }

    /**
     * Checks that a model in this folder can be registered, and that clients can load it.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE
     */
    void check() {
        RegistryRules.checkModelName(model);
        if (!ArtifactPath.ofUri(modelFile()).standsForItselfInUrls()) {
            throw RegistryException.invalid("MLflow's clients cannot load from '" + path()
                    + "', because they decode its percent sign. Upload the model under a name without one.");
        }
    }
}
