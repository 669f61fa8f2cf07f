package io.lambdaregistry.artifact;

import io.lambdaregistry.error.RegistryException;
import java.time.Duration;
import java.util.List;

/**
 * Signs requests that clients send directly to the store. Each is valid for one method, one path and a short time. Thread-safe.
 *
 * <p>Every operation that calls the store fails with TEMPORARILY_UNAVAILABLE if the store does not answer.
 */
public interface PresignedStore {
    /** Signs a request that puts a file and replaces an existing one. Signing makes no call. */
    PresignedRequest upload(ArtifactPath path, Duration validity);

    /** @throws RegistryException RESOURCE_DOES_NOT_EXIST, also if the path is a folder */
    PresignedDownload download(ArtifactPath path, Duration validity);

    /** @param parts the number of parts, within the store's limit */
    MultipartUpload begin(ArtifactPath path, int parts, Duration validity);

    /**
     * Makes a file of the parts and replaces an existing one.
     *
     * @param parts the parts in the order of their numbers
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST if no such upload is open; INVALID_PARAMETER_VALUE if the store lacks a
     *     part with that number and ETag, or a part before the last is too small
     */
    void complete(ArtifactPath path, String uploadId, List<UploadedPart> parts);

    /** Deletes the uploaded parts. An upload that is not open is not an error. */
    void abort(ArtifactPath path, String uploadId);
}
