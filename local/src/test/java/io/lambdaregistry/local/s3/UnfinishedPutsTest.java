package io.lambdaregistry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

class UnfinishedPutsTest {
    private static final int SIZE = 1 << 20;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aPutThatTheEndOfTheProcessCutOffLeavesNothing() throws Exception {
        String likeOne = "folder/model.bin-" + UUID.randomUUID();
        BlobStore store = store();
        store.createContainer(Blobs.BUCKET);
        put(store, "folder/model.bin", new ByteArrayInputStream(new byte[SIZE]));
        put(store, likeOne, new ByteArrayInputStream(new byte[SIZE]));

        try (PipedOutputStream sender = new PipedOutputStream();
                PipedInputStream content = new PipedInputStream(sender)) {
            Thread.ofVirtual()
                    .uncaughtExceptionHandler((thread, itsFileIsGone) -> {})
                    .start(() -> put(store, "folder/model.bin", content));
            sender.write(new byte[SIZE / 2]);
            assertThat(folder.resolve("objects/bucket/folder").toFile().list()).hasSize(3);

            assertThat(store().list(Blobs.BUCKET).contents())
                    .extracting(S3Object::key)
                    .containsExactly("folder/model.bin", likeOne);
            assertThat(folder.resolve("notes")).isEmptyDirectory();
        }
    }

    @Test
    void aPutThatEndedLeavesNoNote() throws Exception {
        BlobStore store = store();
        store.createContainer(Blobs.BUCKET);
        put(store, "model.bin", new ByteArrayInputStream(new byte[SIZE]));
        assertThat(folder.resolve("notes")).isEmptyDirectory();
    }

    private BlobStore store() throws IOException {
        Path objects = Files.createDirectories(folder.resolve("objects"));
        return new UnfinishedPuts(new FilesystemNio2BlobStore(objects.toString()), objects, folder.resolve("notes"));
    }

    private static void put(BlobStore store, String key, InputStream content) {
        Blobs.put(store, key, content, SIZE);
    }
}
