package io.lambdaregistry.s3;

import static io.lambdaregistry.s3.S3Errors.calling;

import io.lambdaregistry.artifact.ArtifactErrors;
import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.Attachment;
import io.lambdaregistry.artifact.MediaType;
import io.lambdaregistry.artifact.MultipartUpload;
import io.lambdaregistry.artifact.PresignedDownload;
import io.lambdaregistry.artifact.PresignedRequest;
import io.lambdaregistry.artifact.PresignedStore;
import io.lambdaregistry.artifact.UploadedPart;
import io.lambdaregistry.error.RegistryException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Signs requests on the objects of one bucket with the registry's own credentials. The S3 client must be configured without
 * checksums; otherwise S3 demands them from the clients that upload parts.
 */
public final class S3PresignedStore implements PresignedStore {
    /** S3's upload ids are safe in a URL. Other texts are not ids of S3 and are not sent to it. */
    private static final Pattern UPLOAD_ID = Pattern.compile("[\\w.\\-]{1,1024}");

    /** S3's ETags are hexadecimal digits, mostly in quotes. Other texts are not sent to it, since XML cannot hold all of them. */
    private static final Pattern ETAG = Pattern.compile("[!-~]{1,1024}");

    private final S3Client s3;
    private final S3Presigner presigner;
    private final String bucket;

    /** @param presigner signs for the endpoint that clients reach */
    public S3PresignedStore(S3Client s3, S3Presigner presigner, String bucket) {
        this.s3 = s3;
        this.presigner = presigner;
        this.bucket = bucket;
    }

    /** The signature covers the content type; S3 signs neither length nor content. */
    @Override
    public PresignedRequest upload(ArtifactPath path, Duration validity) {
        String key = S3ArtifactStore.key(path);
        return request(presigner.presignPutObject(presign -> presign.signatureDuration(validity)
                .putObjectRequest(put -> put.bucket(bucket).key(key).contentType(MediaType.of(path.name())))));
    }

    /** Signs a download as an attachment, so that no browser runs the file, and without compression, so that ranges fit. */
    @Override
    public PresignedDownload download(ArtifactPath path, Duration validity) {
        String key = S3ArtifactStore.key(path);
        PresignedRequest request = request(presigner.presignGetObject(presign -> presign.signatureDuration(validity)
                .getObjectRequest(get -> get.bucket(bucket)
                        .key(key)
                        .responseContentDisposition(Attachment.named(path.name()))
                        .responseContentEncoding("identity"))));
        return new PresignedDownload(request, size(path, key));
    }

    private long size(ArtifactPath path, String key) {
        return calling(() -> {
            try {
                return s3.headObject(head -> head.bucket(bucket).key(key)).contentLength();
            } catch (NoSuchKeyException missing) {
                throw ArtifactErrors.notFound(path);
            }
        });
    }

    @Override
    public MultipartUpload begin(ArtifactPath path, int parts, Duration validity) {
        String key = S3ArtifactStore.key(path);
        String id = calling(() -> s3.createMultipartUpload(
                        create -> create.bucket(bucket).key(key).contentType(MediaType.of(path.name()))))
                .uploadId();
        return new MultipartUpload(
                id,
                IntStream.rangeClosed(1, parts)
                        .mapToObj(number -> part(key, id, number, validity))
                        .toList());
    }

    private MultipartUpload.Part part(String key, String uploadId, int number, Duration validity) {
        PresignedRequest request = request(presigner.presignUploadPart(presign -> presign.signatureDuration(validity)
                .uploadPartRequest(
                        part -> part.bucket(bucket).key(key).uploadId(uploadId).partNumber(number))));
        return new MultipartUpload.Part(number, request);
    }

    @Override
    public void complete(ArtifactPath path, String uploadId, List<UploadedPart> parts) {
        if (!parts.stream().allMatch(part -> ETAG.matcher(part.etag()).matches())) {
            throw notAsListed();
        }
        List<CompletedPart> completed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber((int) part.number())
                        .eTag(part.etag())
                        .build())
                .toList();
        if (!UPLOAD_ID.matcher(uploadId).matches()) {
            throw noSuchUpload(path);
        }
        calling(() -> {
            try {
                return s3.completeMultipartUpload(complete -> complete.bucket(bucket)
                        .key(S3ArtifactStore.key(path))
                        .uploadId(uploadId)
                        .multipartUpload(upload -> upload.parts(completed)));
            } catch (NoSuchUploadException none) {
                throw noSuchUpload(path);
            } catch (S3Exception refusal) {
                throw badParts(refusal);
            }
        });
    }

    private static RegistryException notAsListed() {
        return RegistryException.invalid(
                "Not every part was uploaded as it is listed, with this part_number and etag.");
    }

    private static RegistryException noSuchUpload(ArtifactPath path) {
        return RegistryException.notFound("No such multipart upload of '" + path
                + "': it may have been aborted, completed, or given up after some days.");
    }

    private static RuntimeException badParts(S3Exception refusal) {
        return switch (refusal.awsErrorDetails().errorCode()) {
            case "InvalidPart", "InvalidPartOrder" -> notAsListed();
            case "EntityTooSmall" ->
                RegistryException.invalid(
                        "Every part but the last must have at least 5 MiB: set MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE to more.");
            case null, default -> refusal;
        };
    }

    @Override
    public void abort(ArtifactPath path, String uploadId) {
        if (!UPLOAD_ID.matcher(uploadId).matches()) {
            return;
        }
        calling(() -> {
            try {
                s3.abortMultipartUpload(abort ->
                        abort.bucket(bucket).key(S3ArtifactStore.key(path)).uploadId(uploadId));
            } catch (NoSuchUploadException none) {
                // completed, or aborted by an earlier attempt of this request: no parts are left
            }
            return uploadId;
        });
    }

    /** Returns the request with its signed headers except the host, which is in the URL. */
    private static PresignedRequest request(software.amazon.awssdk.awscore.presigner.PresignedRequest signed) {
        Map<String, String> headers = new LinkedHashMap<>();
        signed.signedHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        headers.remove("host");
        return new PresignedRequest(signed.url().toString(), headers);
    }
}
