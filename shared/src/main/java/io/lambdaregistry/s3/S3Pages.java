package io.lambdaregistry.s3;

import static io.lambdaregistry.s3.S3Errors.calling;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** The pages of a listing, each fetched when the iterator reaches it. Failures are translated by {@link S3Errors}. */
final class S3Pages implements Iterator<ListObjectsV2Response> {
    private final S3Client s3;
    private @Nullable ListObjectsV2Request next;

    S3Pages(S3Client s3, ListObjectsV2Request first) {
        this.s3 = s3;
        this.next = first;
    }

    /** Returns a request for all objects whose keys have a prefix. */
    static ListObjectsV2Request.Builder under(String bucket, String prefix) {
        return ListObjectsV2Request.builder()
                .bucket(bucket)
                .prefix(prefix)
                .encodingType(EncodingType.URL); // keys may contain characters that XML cannot
    }

    /** @param keys the keys of one page: at most 1,000, which is also the limit of DeleteObjects */
    static void delete(S3Client s3, String bucket, List<String> keys) {
        List<ObjectIdentifier> objects = keys.stream()
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        List<S3Error> left = calling(() -> s3.deleteObjects(request -> request.bucket(bucket)
                        .delete(delete -> delete.objects(objects).quiet(true))))
                .errors();
        if (!left.isEmpty()) {
            throw S3Errors.unavailable(
                    new IOException("DeleteObjects left %d of %d objects".formatted(left.size(), keys.size())));
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public ListObjectsV2Response next() {
        ListObjectsV2Request request = next;
        if (request == null) {
            throw new NoSuchElementException();
        }
        ListObjectsV2Response page = calling(() -> s3.listObjectsV2(request));
        String token = page.nextContinuationToken();
        next = token == null
                ? null
                : request.toBuilder().continuationToken(token).build();
        return page;
    }
}
