package io.lambdaregistry.upload;

import io.lambdaregistry.error.RegistryException;
import java.util.Optional;

/**
 * What the key of an object says: the folder of a model that it belongs to, and which of its files it is.
 *
 * <p>The folder is the one segment below the model's name. A deeper {@code MLmodel} is no upload of its own, since models hold
 * models, and whichever of the two arrives first must not matter.
 *
 * @param file its path in the folder
 */
record UploadedFile(ModelFolder folder, String file) {
    /**
     * Empty for what belongs to no model.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE for an {@code MLmodel} of which the model or the folder is missing
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
                    "A model is uploaded to models/<name>/<folder>/, and an MLmodel in any other place has no name or no"
                            + " folder.");
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
