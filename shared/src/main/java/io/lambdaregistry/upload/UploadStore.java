package io.lambdaregistry.upload;

import io.lambdaregistry.registry.NewModelVersion;
import io.lambdaregistry.registry.Occasion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where it is kept which upload became which version. Arguments are valid already. */
public interface UploadStore {
    /**
     * Makes a version of an upload, and the model where it is missing, unless that upload was registered before: in one
     * transaction, so that there is one version however often and by how many this is called.
     *
     * @param aliases moved to the version, unless a newer upload of the folder has been registered
     */
    RegisteredUpload register(
            UploadedObject upload,
            ModelFolder folder,
            NewModelVersion version,
            List<String> aliases,
            Occasion occasion);

    /** The version of the upload of a folder that was put last; empty where there is none, or the version is deleted. */
    Optional<RegisteredUpload> newest(ModelFolder folder);

    /** Sets tags of a version, at once; false where the version is deleted. */
    boolean setTags(RegisteredUpload upload, Map<String, String> tags, Occasion occasion);
}
