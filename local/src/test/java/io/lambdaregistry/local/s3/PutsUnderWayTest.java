package io.lambdaregistry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

class PutsUnderWayTest {
    private static final int SIZE = 1 << 20;

    private final BlobStore store = new PutsUnderWay(new TransientNio2BlobStore());

    @BeforeEach
    void start() {
        store.createContainer(Blobs.BUCKET);
    }

    @Test
    void anObjectIsListedWhenItIsWhole() throws Exception {
        String likeOneUnderWay = "folder/other.bin-" + UUID.randomUUID();
        put(likeOneUnderWay, new ByteArrayInputStream(new byte[SIZE]));
        try (Half half = new Half("folder/model.bin")) {
            assertThat(keys()).containsExactly(likeOneUnderWay);
            half.send();
            assertThat(keys()).containsExactly("folder/model.bin", likeOneUnderWay);
        }
    }

    @Test
    void whatIsReplacedIsListedMeanwhile() throws Exception {
        put("model.bin", new ByteArrayInputStream(new byte[SIZE]));
        try (Half first = new Half("model.bin");
                Half second = new Half("model.bin")) {
            first.send();
            assertThat(keys()).containsExactly("model.bin");
            second.send();
            assertThat(keys()).containsExactly("model.bin");
        }
    }

    @Test
    void aPageOfNothingButPutsUnderWayIsPassedOver() throws Exception {
        put("folder/z", new ByteArrayInputStream(new byte[SIZE]));
        try (Half half = new Half("folder/a")) {
            ListObjectsV2Response page = store.list(ListObjectsV2Request.builder()
                    .bucket(Blobs.BUCKET)
                    .prefix("folder/")
                    .maxKeys(1)
                    .build());
            assertThat(page.contents()).extracting(S3Object::key).containsExactly("folder/z");
            assertThat(page.isTruncated()).isFalse();
            half.send();
        }
    }

    private List<String> keys() {
        return store.list(Blobs.BUCKET).contents().stream().map(S3Object::key).toList();
    }

    private void put(String key, InputStream content) {
        Blobs.put(store, key, content, SIZE);
    }

    /** A put of which half has arrived. */
    private final class Half implements AutoCloseable {
        private final PipedOutputStream sender = new PipedOutputStream();
        private final CompletableFuture<Void> put;

        Half(String key) throws IOException {
            PipedInputStream content = new PipedInputStream(sender);
            put = CompletableFuture.runAsync(() -> put(key, content), Thread::startVirtualThread);
            sender.write(new byte[SIZE / 2]);
        }

        void send() throws IOException {
            sender.write(new byte[SIZE / 2]);
            sender.close();
            put.join();
        }

        @Override
        public void close() throws IOException {
            sender.close();
            put.join();
        }
    }
}
