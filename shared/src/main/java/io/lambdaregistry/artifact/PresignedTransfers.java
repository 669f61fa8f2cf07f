package io.lambdaregistry.artifact;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The operations by which clients move artifacts to and from the store themselves, past the registry: signed uploads and
 * downloads of single files, and uploads in parts. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">S3's multipart limits</a>
 */
public final class PresignedTransfers {
    /** What S3 takes. */
    public static final int MOST_PARTS = 10_000;

    /** MLflow's, of a download: enough to begin it. */
    private static final Duration DOWNLOAD = Duration.ofMinutes(5);

    /** MLflow's, of a single file. */
    private static final Duration UPLOAD = Duration.ofMinutes(15);

    /** All parts are signed when the upload begins, so the last one has to wait for the others. */
    private static final Duration PART = Duration.ofHours(1);

    /** AWS's limit on a signature, in seconds: a week. */
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

    /** @param mostParts of one upload, {@link #MOST_PARTS} or less */
    public PresignedTransfers(PresignedStore store, Artifacts artifacts, int mostParts) {
        this.store = store;
        this.artifacts = artifacts;
        this.mostParts = mostParts;
    }

    /** As {@link PresignedStore#download}. */
    public PresignedDownload download(ArtifactPath path) {
        return store.download(path, DOWNLOAD);
    }

    /**
     * A file of a run that keeps its artifacts on S3.
     *
     * @param expiration in seconds
     * @throws RegistryException RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE where the run keeps them elsewhere or the
     *     expiration is out of range
     */
    public PresignedDownload downloadFromRun(String runId, ArtifactPath path, Optional<Long> expiration) {
        Duration validity = validity(expiration, DOWNLOAD);
        return store.download(onS3(artifacts.rootOfRun(runId), NO_DOWNLOAD).resolve(path), validity);
    }

    /** As {@link #downloadFromRun}, the other way. */
    public PresignedRequest uploadToRun(String runId, ArtifactPath path, Optional<Long> expiration) {
        ArtifactPath file = onS3(artifacts.rootOfRun(runId), NO_UPLOAD).resolve(path);
        return store.upload(file, validity(expiration, UPLOAD));
    }

    /** As {@link #uploadToRun}. */
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

    /** Single files are signed for those who keep their artifacts on S3 by its own name: so MLflow does it. */
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
     * @param parts their number; none is one, for an empty file has a part too
     * @throws RegistryException INVALID_PARAMETER_VALUE for a number below 0, REQUEST_LIMIT_EXCEEDED for too many
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

    /** As {@link PresignedStore#complete}; parts that are not in order are INVALID_PARAMETER_VALUE. */
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

    /** As {@link PresignedStore#abort}. */
    public void abort(ArtifactPath path, String uploadId) {
        store.abort(path, uploadId);
    }
}
