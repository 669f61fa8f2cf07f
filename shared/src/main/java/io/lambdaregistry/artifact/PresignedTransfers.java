package io.lambdaregistry.artifact;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The operations for direct transfers between clients and the store: signed uploads and downloads of single files, and uploads
 * in parts. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">S3's multipart limits</a>
 */
public final class PresignedTransfers {
    /** S3's limit. */
    public static final int MOST_PARTS = 10_000;

    /** The validity of a download's signature in MLflow; the download must begin in this time. */
    private static final Duration DOWNLOAD = Duration.ofMinutes(5);

    /** The validity of a single file's upload in MLflow. */
    private static final Duration UPLOAD = Duration.ofMinutes(15);

    /** Longer, because all parts are signed when the upload begins, and the last one waits for the others. */
    private static final Duration PART = Duration.ofHours(1);

    /** AWS's limit on the validity of a signature, in seconds: a week. */
    private static final long LONGEST = 604_800;

    private static final String NO_UPLOAD =
            "Presigned upload is not supported for proxied artifact storage (artifact URI scheme: %s). This endpoint"
                    + " requires a direct cloud storage artifact URI.";
    private static final String NO_DOWNLOAD =
            "Presigned download is not supported for runs with proxied artifact storage (artifact URI scheme: %s). This"
                    + " endpoint requires a run with a direct cloud storage artifact URI.";

    private final PresignedStore store;
    private final Artifacts artifacts;
    private final int mostParts;

    /** @param mostParts the most parts of one upload, at most {@link #MOST_PARTS} */
    public PresignedTransfers(PresignedStore store, Artifacts artifacts, int mostParts) {
        this.store = store;
        this.artifacts = artifacts;
        this.mostParts = mostParts;
    }

    /** Like {@link PresignedStore#download}. */
    public PresignedDownload download(ArtifactPath path) {
        return store.download(path, DOWNLOAD);
    }

    /**
     * Signs the download of a file of a run whose artifacts are on S3.
     *
     * @param expiration the validity in seconds
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE if the run's artifacts are elsewhere or the
     *     expiration is out of range
     */
    public PresignedDownload downloadFromRun(String runId, ArtifactPath path, Optional<Long> expiration) {
        Duration validity = validity(expiration, DOWNLOAD);
        return store.download(onS3(artifacts.rootOfRun(runId), NO_DOWNLOAD).resolve(path), validity);
    }

    /** Signs the upload of a file; arguments and errors as for {@link #downloadFromRun}. */
    public PresignedRequest uploadToRun(String runId, ArtifactPath path, Optional<Long> expiration) {
        ArtifactPath file = onS3(artifacts.rootOfRun(runId), NO_UPLOAD).resolve(path);
        return store.upload(file, validity(expiration, UPLOAD));
    }

    /** Like {@link #uploadToRun}. */
    public PresignedRequest uploadToLoggedModel(String modelId, ArtifactPath path, Optional<Long> expiration) {
        Duration validity = validity(expiration, UPLOAD);
        return store.upload(
                onS3(artifacts.rootOfLoggedModel(modelId), NO_UPLOAD).resolve(path), validity);
    }

    private static Duration validity(Optional<Long> expiration, Duration otherwise) {
        long seconds = expiration.orElse(otherwise.toSeconds());
        if (seconds < 1 || seconds > LONGEST) {
            throw RegistryException.invalid(
                    "expiration must be between 1 and %d seconds (got %d).".formatted(LONGEST, seconds));
        }
        return Duration.ofSeconds(seconds);
    }

    /** Rejects roots that are not {@code s3://} URIs, because MLflow signs single files only for those. */
    private static ArtifactPath onS3(ArtifactRoot root, String refusal) {
        if (ArtifactLocation.parse(root.uri()) instanceof ArtifactLocation.Bucket) {
            return root.path();
        }
        throw RegistryException.invalid(
                refusal.formatted(root.uri().substring(0, root.uri().indexOf(':'))));
    }

    /**
     * Begins an upload in parts.
     *
     * @param parts the number of parts; 0 means 1, because an empty file has one part
     * @throws RegistryException INVALID_PARAMETER_VALUE if the number is below 0, REQUEST_LIMIT_EXCEEDED if it is too large
     */
    public MultipartUpload begin(ArtifactPath path, long parts) {
        if (parts < 0) {
            throw RegistryException.invalid("num_parts must not be negative (got %d).".formatted(parts));
        }
        if (parts > mostParts) {
            throw new RegistryException(
                    ErrorCode.REQUEST_LIMIT_EXCEEDED,
                    "A multipart upload has at most %d parts here, and this would have %d. Set "
                                    .formatted(mostParts, parts)
                            + "MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE to more bytes, for fewer parts.");
        }
        return store.begin(path, Math.max(1, (int) parts), PART);
    }

    /** Like {@link PresignedStore#complete}; fails with INVALID_PARAMETER_VALUE if the parts are not in order. */
    public void complete(ArtifactPath path, String uploadId, List<UploadedPart> parts) {
        long last = 0;
        for (UploadedPart part : parts) {
            if (part.number() <= last || part.number() > MOST_PARTS) {
                throw RegistryException.invalid("The parts of an upload are listed by part_number, from 1 to "
                        + MOST_PARTS + " and each once: " + part.number() + " cannot follow " + last + ".");
            }
            last = part.number();
        }
        store.complete(path, uploadId, parts);
    }

    /** Like {@link PresignedStore#abort}. */
    public void abort(ArtifactPath path, String uploadId) {
        store.abort(path, uploadId);
    }
}
