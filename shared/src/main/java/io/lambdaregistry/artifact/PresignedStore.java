package io.lambdaregistry.artifact;

import io.lambdaregistry.error.RegistryException;
import java.time.Duration;
import java.util.List;

/**
 * The store as clients reach it themselves: by requests that are signed for one method, one path and a short time.
 * Thread-safe.
 *
 * <p>Every operation that calls the store fails with TEMPORARILY_UNAVAILABLE where that does not answer.
 */
public interface PresignedStore {
    /** Puts a file, in place of one that lies there. Signing it calls nobody. */
    PresignedRequest upload(ArtifactPath path, Duration validity);

    /** @throws RegistryException RESOURCE_DOES_NOT_EXIST, also where the path is a folder */
    PresignedDownload download(ArtifactPath path, Duration validity);

    /** @param parts their number, which the store takes */
    MultipartUpload begin(ArtifactPath path, int parts, Duration validity);

    /**
     * Makes a file of the parts, in place of one that lies there.
     *
     * @param parts in the order of their numbers
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST where no such upload is under way; INVALID_PARAMETER_VALUE where the
     *     store has not got a part as it is named, or one but the last is too small
     */
    void complete(ArtifactPath path, String uploadId, List<UploadedPart> parts);

    /** Drops the parts. An upload that is not under way is no error. */
    void abort(ArtifactPath path, String uploadId);
}
