package io.lambdaregistry.local.s3;

import java.time.Instant;
import java.util.List;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The date of an object as its ETag, on a file system without the extended attributes in which S3Proxy keeps a digest. */
final class EtagsOfDates extends ForwardingBlobStore {
    EtagsOfDates(BlobStore store) {
        super(store);
    }

    private static String etag(Instant lastModified) {
        return Long.toHexString(lastModified.toEpochMilli());
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        ListObjectsV2Response page = super.list(request);
        List<S3Object> objects = page.contents().stream()
                .map(object ->
                        object.toBuilder().eTag(etag(object.lastModified())).build())
                .toList();
        return page.toBuilder().contents(objects).build();
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        HeadObjectResponse object = super.blobMetadata(request);
        return object.toBuilder().eTag(etag(object.lastModified())).build();
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        ResponseInputStream<GetObjectResponse> content = super.getBlob(request);
        GetObjectResponse object = content.response();
        return new ResponseInputStream<>(
                object.toBuilder().eTag(etag(object.lastModified())).build(), content);
    }
}
