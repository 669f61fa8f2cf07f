package io.lambdaregistry.local.uploads;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.registry.Caller;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

/**
 * An embedded S3 that tells of the objects put under {@code models/} of one bucket, as the notifications of template.yaml do. A
 * put is acknowledged only when its event is in the queue.
 */
public final class UploadEvents extends ForwardingBlobStore {
    private static final String PREFIX = "models/";

    /** Whoever has the embedded S3's credentials is the user of this machine. */
    private static final String USER = System.getProperty("user.name", Caller.UNKNOWN);

    private final String bucket;
    private final UploadQueue queue;

    public UploadEvents(BlobStore store, String bucket, UploadQueue queue) {
        super(store);
        this.bucket = bucket;
        this.queue = queue;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
        PutObjectResponse response = super.putBlob(request, content);
        tell(request.bucket(), request.key(), "ObjectCreated:Put");
        return response;
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        CopyObjectResponse response = super.copyBlob(request);
        tell(request.destinationBucket(), request.destinationKey(), "ObjectCreated:Copy");
        return response;
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
        tell(upload.containerName(), upload.blobName(), "ObjectCreated:CompleteMultipartUpload");
        return response;
    }

    private void tell(String putBucket, String key, String eventName) {
        if (putBucket.equals(bucket) && key.startsWith(PREFIX)) {
            HeadObjectResponse object = blobMetadata(putBucket, key);
            queue.add(sequencer -> event(eventName, key, object, sequencer));
        }
    }

    private String event(String eventName, String key, HeadObjectResponse object, String sequencer) {
        return Json.object(event -> event.list(
                "Records",
                List.of(key),
                (record, put) -> record.field("eventVersion", "2.1")
                        .field("eventSource", "aws:s3")
                        .field("eventName", eventName)
                        .object("userIdentity", identity -> identity.field("principalId", USER))
                        .object(
                                "s3",
                                s3 -> s3.object("bucket", named -> named.field("name", bucket))
                                        .object(
                                                "object",
                                                fields -> fields.field(
                                                                "key", URLEncoder.encode(put, StandardCharsets.UTF_8))
                                                        .field("size", object.contentLength())
                                                        .field(
                                                                "eTag",
                                                                object.eTag().replace("\"", ""))
                                                        .field("sequencer", sequencer)))));
    }
}
