package io.lambdaregistry.local.s3;

import java.io.InputStream;
import org.gaul.s3proxy.blobstore.BlobStore;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Puts objects into a named bucket. */
final class Blobs {
    static final String BUCKET = "bucket";

    private Blobs() {}

    static void put(BlobStore store, String key, InputStream content, long length) {
        store.putBlob(
                PutObjectRequest.builder()
                        .bucket(BUCKET)
                        .key(key)
                        .contentLength(length)
                        .build(),
                content);
    }
}
