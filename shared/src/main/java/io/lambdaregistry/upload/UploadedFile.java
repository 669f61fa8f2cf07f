package io.lambdaregistry.upload;

import io.lambdaregistry.error.RegistryException;
import java.util.Optional;

/**
 * A file of an uploaded model, as the object's key names it: the model's folder, and the path in it.
 *
 * <p>The folder is the one segment below the model's name. A deeper {@code MLmodel} is not an upload of its own: models can
 * contain models, and the result must not depend on which of the two files arrives first.
 *
 * @param file its path in the folder
 */
record UploadedFile(ModelFolder folder, String file) {
    /**
     * Reads a key; empty if the object does not belong to a model.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE for an {@code MLmodel} whose key lacks the model or the folder
     */
    static Optional<UploadedFile> of(String bucket, String key) {
        String[] segments = key.split("/", 4);
        if (!segments[0].equals(ModelFolder.ROOT) || key.endsWith("/")) {
            return Optional.empty();
        }
        if (segments.length == 4) {
            return Optional.of(new UploadedFile(new ModelFolder(bucket, segments[1], segments[2]), segments[3]));
        }
        if (segments[segments.length - 1].equals(ModelFolder.MODEL_FILE)) {
            throw RegistryException.invalid(
                    "A model is uploaded to models/<name>/<folder>/. This MLmodel file lies elsewhere, so its model has no"
                            + " name or no folder.");
        }
        return Optional.empty();
    }

    boolean isModelFile() {
        return file.equals(ModelFolder.MODEL_FILE);
    }

    boolean isModelFileOfInnerModel() {
        return file.endsWith("/" + ModelFolder.MODEL_FILE);
    }
}
