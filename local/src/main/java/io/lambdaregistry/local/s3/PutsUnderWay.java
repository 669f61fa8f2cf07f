package io.lambdaregistry.local.s3;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Keeps puts out of listings until they are whole, as S3 does. S3Proxy writes into a file beside the object's, with a random name,
 * and lists that file as if it were an object.
 */
class PutsUnderWay extends ForwardingBlobStore {
    /** What S3Proxy adds to an object's key while it is written. */
    static final Pattern RANDOM = Pattern.compile("-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");

    /** How many puts of each object, by bucket and key. */
    private final Map<String, Integer> underWay = new ConcurrentHashMap<>();

    PutsUnderWay(BlobStore store) {
        super(store);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
        return put(request.bucket(), request.key(), () -> super.putBlob(request, content));
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        return put(request.destinationBucket(), request.destinationKey(), () -> super.copyBlob(request));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        return put(upload.containerName(), upload.blobName(), () -> super.completeMultipartUpload(upload, request));
    }

    <T> T put(String bucket, String key, Supplier<T> put) {
        String object = bucket + "/" + key;
        underWay.merge(object, 1, Integer::sum);
        try {
            return put.get();
        } finally {
            underWay.computeIfPresent(object, (same, puts) -> puts == 1 ? null : puts - 1);
        }
    }

    /** A page that holds nothing but puts under way is passed over: who asks for one object must not take a folder for empty. */
    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        ListObjectsV2Response page = super.list(request);
        List<S3Object> whole = page.contents().stream()
                .filter(object -> isWhole(request.bucket(), object.key()))
                .toList();
        String next = page.nextContinuationToken();
        if (whole.isEmpty() && page.commonPrefixes().isEmpty() && next != null) {
            return list(request.toBuilder().continuationToken(next).build());
        }
        return page.toBuilder().contents(whole).build();
    }

    /** In this order: a put that is not under way any more has no such file. What is left is an object of such a name. */
    private boolean isWhole(String bucket, String key) {
        Matcher random = RANDOM.matcher(key);
        return !random.find()
                || (!underWay.containsKey(bucket + "/" + key.substring(0, random.start())) && blobExists(bucket, key));
    }
}
