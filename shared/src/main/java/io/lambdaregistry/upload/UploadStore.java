package io.lambdaregistry.upload;

import io.lambdaregistry.registry.NewModelVersion;
import io.lambdaregistry.registry.Occasion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stores which version was made of which upload. Callers validate the arguments. */
public interface UploadStore {
    /**
     * Makes a version of an upload, unless one was made before, and the model if it is missing. It is one transaction, so there is
     * one version no matter how many callers register the upload, or how often.
     *
     * @param aliases moved to the version, unless a newer upload of the folder has been registered
     */
    RegisteredUpload register(
            UploadedObject upload,
            ModelFolder folder,
            NewModelVersion version,
            List<String> aliases,
            Occasion occasion);

    /** Returns the version of the folder's latest upload; empty if there is none or the version is deleted. */
    Optional<RegisteredUpload> newest(ModelFolder folder);

    /** Sets tags of a version in one transaction; returns false if the version is deleted. */
    boolean setTags(RegisteredUpload upload, Map<String, String> tags, Occasion occasion);
}
