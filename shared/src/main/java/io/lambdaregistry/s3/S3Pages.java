package io.lambdaregistry.s3;

import static io.lambdaregistry.s3.S3Errors.calling;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** The pages of a listing, each fetched when it is asked for, with failures told as the registry tells them. */
final class S3Pages implements Iterator<ListObjectsV2Response> {
    private final S3Client s3;
    private @Nullable ListObjectsV2Request next;

    S3Pages(S3Client s3, ListObjectsV2Request first) {
        this.s3 = s3;
        this.next = first;
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
