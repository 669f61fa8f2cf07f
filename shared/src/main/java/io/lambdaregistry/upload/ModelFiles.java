package io.lambdaregistry.upload;

import io.lambdaregistry.error.RegistryException;
import java.util.Map;

/** The bucket that models are uploaded to. Fails with TEMPORARILY_UNAVAILABLE where it does not answer. */
public interface ModelFiles {
    /**
     * A small object of text.
     *
     * @param metadata what the uploader gave; names in lower case
     */
    record Content(String text, Map<String, String> metadata) {}

    /**
     * Reads what was put, though the key may hold something newer since; where the bucket keeps no versions, what the key
     * holds now.
     *
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST where it is gone, INVALID_PARAMETER_VALUE where it is larger than
     *     {@code limit} bytes
     */
    Content read(UploadedObject object, int limit);

    boolean exists(String bucket, String key);

    FolderContents list(ModelFolder folder);
}
