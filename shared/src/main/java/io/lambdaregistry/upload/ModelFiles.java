package io.lambdaregistry.upload;

import io.lambdaregistry.error.RegistryException;
import java.util.Map;

/** The bucket that models are uploaded to. Every method fails with TEMPORARILY_UNAVAILABLE if the bucket does not answer. */
public interface ModelFiles {
    /**
     * A small text object.
     *
     * @param metadata the user metadata that the uploader gave; names in lower case
     */
    record Content(String text, Map<String, String> metadata) {}

    /**
     * Reads the version of the object that was put, even if the key holds a newer one. If the bucket keeps no versions, it reads
     * the current object.
     *
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST if it was deleted, INVALID_PARAMETER_VALUE if it is larger than
     *     {@code limit} bytes
     */
    Content read(UploadedObject object, int limit);

    boolean exists(String bucket, String key);

    FolderContents list(ModelFolder folder);
}
