package io.lambdaregistry.local.s3;

import io.lambdaregistry.local.s3.S3Notifications.ObjectCreated;
import java.io.InputStream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Reports each object put before the put is acknowledged, for every kind of put. */
final class NotifyingStore extends ForwardingBlobStore {
    private final S3Notifications notifications;

    NotifyingStore(BlobStore store, S3Notifications notifications) {
        super(store);
        this.notifications = notifications;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
        PutObjectResponse response = super.putBlob(request, content);
        report("ObjectCreated:Put", request.bucket(), request.key());
        return response;
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        CopyObjectResponse response = super.copyBlob(request);
        report("ObjectCreated:Copy", request.destinationBucket(), request.destinationKey());
        return response;
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
        report("ObjectCreated:CompleteMultipartUpload", upload.containerName(), upload.blobName());
        return response;
    }

    private void report(String eventName, String bucket, String key) {
        if (notifications.isAbout(bucket, key)) {
            HeadObjectResponse object = blobMetadata(bucket, key);
            notifications
                    .receiver()
                    .created(new ObjectCreated(
                            eventName,
                            bucket,
                            key,
                            object.contentLength(),
                            object.eTag().replace("\"", "")));
        }
    }
}
