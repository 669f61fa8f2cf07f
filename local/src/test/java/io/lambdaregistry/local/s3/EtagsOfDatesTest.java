package io.lambdaregistry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

class EtagsOfDatesTest {
    private final BlobStore store = new EtagsOfDates(new TransientNio2BlobStore());

    @Test
    void anObjectHasOneEtagHoweverItIsAskedFor() throws IOException {
        store.createContainer(Blobs.BUCKET);
        byte[] content = {1, 2, 3};
        Blobs.put(store, "key", new ByteArrayInputStream(content), content.length);

        GetObjectRequest request =
                GetObjectRequest.builder().bucket(Blobs.BUCKET).key("key").build();
        try (ResponseInputStream<GetObjectResponse> object = store.getBlob(request)) {
            String date = Long.toHexString(object.response().lastModified().toEpochMilli());
            assertThat(object.response().eTag()).isEqualTo(date);
            assertThat(object.readAllBytes()).isEqualTo(content);
            assertThat(store.blobMetadata(Blobs.BUCKET, "key").eTag()).isEqualTo(date);
            assertThat(store.list(Blobs.BUCKET).contents())
                    .extracting(S3Object::eTag)
                    .containsExactly(date);
        }
    }
}
