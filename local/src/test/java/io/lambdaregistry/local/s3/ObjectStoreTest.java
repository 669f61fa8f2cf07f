package io.lambdaregistry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

class ObjectStoreTest {
    private static final int SIZE = 1 << 20;
    private static final int PART = 5 << 20;

    /** S3's order of keys. */
    private static final Comparator<String> UTF8 =
            Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    @TempDir
    private Path folder = Path.of("");

    private final List<ObjectStore> opened = new ArrayList<>();
    private BlobStore store = new FilesystemNio2BlobStore("/");

    @BeforeEach
    void start() throws Exception {
        store = open();
        store.createContainer(Blobs.BUCKET);
    }

    @AfterEach
    void close() {
        opened.forEach(ObjectStore::close);
    }

    /** As a start after a stop, or a kill: what the process before had open is not asked. */
    private ObjectStore open() throws IOException, SQLException {
        ObjectStore next =
                ObjectStore.inFolder(objects(), folder.resolve("objects.sqlite"), folder.resolve("unfinished-puts"));
        opened.add(next);
        return next;
    }

    private Path objects() {
        return folder.resolve("s3");
    }

    @Test
    void takesEveryKeyThatS3Takes() throws Exception {
        List<String> keys = List.of(
                "n".repeat(218),
                "n".repeat(219),
                "n".repeat(255),
                "n".repeat(256),
                "k".repeat(1024),
                "模".repeat(341),
                "d/".repeat(512),
                "a",
                "a/b",
                "a/b/c",
                "a/b/",
                "a/",
                "/",
                "//",
                "/a",
                ".",
                "..",
                "../../../etc/passwd",
                "a/./b",
                "a/../b",
                "case",
                "Case",
                "CASE/x",
                "é",
                "e\u0301",
                "dot.",
                "space ",
                " ",
                "con",
                "NUL.txt",
                "a:b",
                "a\\b",
                "a?b*c<d>e|f\"",
                "line\nfeed",
                "nul\u0000",
                "emoji 😀",
                "\uFFFD",
                "a~0123456789abcdef",
                "~/0123456789abcdef",
                ".notes/x",
                ".parts/x",
                ".mpus-x",
                ".s3proxy-mpu-stub-x",
                "model.bin-" + UUID.randomUUID());
        for (BlobStore each : List.of(store, memory())) {
            for (String key : keys) {
                put(each, key, "content of " + key);
            }
            for (String key : keys) {
                assertThat(text(each, key)).as(key).isEqualTo("content of " + key);
            }
            assertThat(keys(each))
                    .containsExactlyElementsOf(keys.stream().sorted(UTF8).toList());
        }
        assertThat(keys(open())).hasSameSizeAs(keys);
        for (String key : keys) {
            store.removeBlob(Blobs.BUCKET, key);
        }
        assertThat(keys(store)).isEmpty();
        assertThat(files()).isEmpty();
    }

    private ObjectStore memory() throws IOException, SQLException {
        ObjectStore memory = ObjectStore.inMemory();
        opened.add(memory);
        memory.createContainer(Blobs.BUCKET);
        return memory;
    }

    @Test
    void refusesAKeyThatS3Refuses() {
        assertThatThrownBy(() -> put(store, "k".repeat(1025), ""))
                .isInstanceOfSatisfying(S3Exception.class, refusal -> {
                    assertThat(refusal.statusCode()).isEqualTo(400);
                    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("KeyTooLongError");
                });
    }

    @Test
    void aPersonFindsAnObjectsFileByItsKey() throws Exception {
        put(store, "1/run/artifacts/model/MLmodel", "flavors: {}");
        assertThat(objects().resolve("bucket/1/run/artifacts/model/MLmodel")).hasContent("flavors: {}");
    }

    @Test
    void listsAsS3Does() {
        Random random = new Random(7);
        TreeSet<String> all = new TreeSet<>(UTF8);
        String letters = "ab/é😀\uFFFD~";
        for (int i = 0; i < 300; i++) {
            StringBuilder key = new StringBuilder("k");
            for (int length = random.nextInt(7); length > 0; length--) {
                int place = letters.offsetByCodePoints(0, random.nextInt(letters.codePointCount(0, letters.length())));
                key.appendCodePoint(letters.codePointAt(place));
            }
            if (all.add(key.toString())) {
                put(store, key.toString(), "");
            }
        }
        for (String prefix : List.of("", "k", "k/", "ka", "k/a/", "k😀", "none")) {
            for (String delimiter : List.of("", "/", "a", "/a")) {
                for (int pageSize : List.of(1, 2, 7, 1000)) {
                    assertThat(listed(prefix, delimiter, pageSize))
                            .as(prefix + " " + delimiter + " " + pageSize)
                            .containsExactlyElementsOf(expected(all, prefix, delimiter));
                }
            }
        }
    }

    private static List<String> expected(Set<String> all, String prefix, String delimiter) {
        return all.stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> {
                    int found = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
                    return found < 0 ? key : key.substring(0, found + delimiter.length()) + "…";
                })
                .distinct()
                .toList();
    }

    private List<String> listed(String prefix, String delimiter, int pageSize) {
        List<String> listed = new ArrayList<>();
        ListObjectsV2Response page;
        @Nullable String token = null;
        do {
            page = store.list(ListObjectsV2Request.builder()
                    .bucket(Blobs.BUCKET)
                    .prefix(prefix)
                    .delimiter(delimiter)
                    .maxKeys(pageSize)
                    .continuationToken(token)
                    .build());
            assertThat(page.contents().size() + page.commonPrefixes().size()).isLessThanOrEqualTo(pageSize);
            Stream.concat(
                            page.contents().stream().map(S3Object::key),
                            page.commonPrefixes().stream().map(common -> common.prefix() + "…"))
                    .sorted(UTF8)
                    .forEach(listed::add);
            token = page.nextContinuationToken();
            assertThat(page.isTruncated()).isEqualTo(token != null);
        } while (token != null);
        return listed;
    }

    @Test
    void oneOfManyConditionalPutsWins() {
        AtomicInteger won = new AtomicInteger();
        CompletableFuture.allOf(IntStream.range(0, 16)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> {
                            Throwable refusal = catchThrowable(() -> store.putBlob(
                                    request("key").ifNoneMatch("*").build(), content("by " + i)));
                            if (refusal == null) {
                                won.incrementAndGet();
                            } else {
                                assertThat(((S3Exception) refusal).statusCode()).isEqualTo(412);
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();
        assertThat(won).hasValue(1);
    }

    @Test
    void aPutOnAnEtagReplacesThatObjectOnly() throws Exception {
        String etag = put(store, "key", "first");
        store.putBlob(request("key").ifMatch('"' + etag + '"').build(), content("second"));
        assertThat(status(() -> store.putBlob(request("key").ifMatch(etag).build(), content("third"))))
                .isEqualTo(412);
        assertThat(status(() -> store.putBlob(request("none").ifMatch(etag).build(), content("third"))))
                .isEqualTo(404);
        assertThat(text(store, "key")).isEqualTo("second");
        assertThat(files()).hasSize(1);
    }

    @Test
    void headersAndEtagStayOnAnyFileSystem() throws Exception {
        store.putBlob(
                request("key")
                        .contentType("text/x")
                        .cacheControl("no-store")
                        .metadata(Map.of("tags", "a=b", "é", "ü"))
                        .build(),
                content("abc"));
        HeadObjectResponse head = open().blobMetadata(Blobs.BUCKET, "key");
        assertThat(head.eTag()).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
        assertThat(head.contentLength()).isEqualTo(3);
        assertThat(head.contentType()).isEqualTo("text/x");
        assertThat(head.cacheControl()).isEqualTo("no-store");
        assertThat(head.metadata()).isEqualTo(Map.of("tags", "a=b", "é", "ü"));
    }

    @Test
    void aPartOfAnObjectIsRead() throws Exception {
        put(store, "key", "0123456789");
        for (Map.Entry<String, String> range : Map.of(
                        "bytes=2-4",
                        "234",
                        "bytes=7-",
                        "789",
                        "bytes=-3",
                        "789",
                        "bytes=8-99",
                        "89",
                        "bytes=-99",
                        "0123456789")
                .entrySet()) {
            GetObjectRequest request = GetObjectRequest.builder()
                    .bucket(Blobs.BUCKET)
                    .key("key")
                    .range(range.getKey())
                    .build();
            try (ResponseInputStream<GetObjectResponse> part = store.getBlob(request)) {
                assertThat(new String(part.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(range.getValue());
            }
        }
        assertThat(status(() -> store.getBlob(GetObjectRequest.builder()
                        .bucket(Blobs.BUCKET)
                        .key("key")
                        .range("bytes=10-")
                        .build())))
                .isEqualTo(416);
    }

    @Test
    void anObjectIsListedWhenItIsWhole() throws Exception {
        String likeOneUnderWay = "folder/other.bin-" + UUID.randomUUID();
        put(store, likeOneUnderWay, "x");
        try (Half half = new Half("folder/model.bin")) {
            assertThat(keys(store)).containsExactly(likeOneUnderWay);
            half.send();
            assertThat(keys(store)).containsExactly("folder/model.bin", likeOneUnderWay);
        }
    }

    @Test
    void aReplacedObjectIsReadMeanwhileAndAfterwards() throws Exception {
        put(store, "model.bin", "before");
        try (Half first = new Half("model.bin");
                Half second = new Half("model.bin");
                ResponseInputStream<GetObjectResponse> reader = store.getBlob(Blobs.BUCKET, "model.bin")) {
            assertThat(text(store, "model.bin")).isEqualTo("before");
            first.send();
            second.send();
            assertThat(store.blobMetadata(Blobs.BUCKET, "model.bin").contentLength())
                    .isEqualTo(SIZE);
            assertThat(new String(reader.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("before");
        }
        assertThat(keys(store)).containsExactly("model.bin");
        assertThat(files()).hasSize(1);
    }

    @Test
    void aPutThatTheEndOfTheProcessCutOffLeavesNothing() throws Exception {
        String likeOne = "folder/model.bin-" + UUID.randomUUID();
        put(store, "folder/model.bin", "whole");
        put(store, likeOne, "whole");
        try (Half half = new Half("folder/model.bin")) {
            assertThat(files()).hasSize(3);
            assertThat(keys(open())).containsExactly("folder/model.bin", likeOne);
            assertThat(files()).hasSize(2);
            half.send();
        }
    }

    private static InputStream failing(String message) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException(message);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException(message);
            }
        };
    }

    @Test
    void aPutThatFailsLeavesNothingAndTakesNothingWithIt() throws Exception {
        assertThat(status(() -> store.putBlob(request("model").build(), failing("the client has gone"))))
                .isEqualTo(500);
        assertThat(status(() -> store.putBlob(request("model").build(), failing("No space left on device"))))
                .isEqualTo(507);
        assertThat(status(() -> store.putBlob(request("model").contentLength(9L).build(), content("short"))))
                .isEqualTo(400);
        assertThat(files()).isEmpty();
        assertThat(folder.resolve("unfinished-puts")).isEmptyDirectory();
        String later = "model-" + UUID.randomUUID();
        put(store, later, "precious");
        assertThat(text(open(), later)).isEqualTo("precious");
    }

    @Test
    void filesThatTheProcessCouldNotDeleteGoWithTheNextStart() throws Exception {
        put(store, "a", "1");
        try (var index = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("objects.sqlite"));
                var statement = index.createStatement()) {
            statement.execute("INSERT INTO garbage VALUES ('bucket/a'), ('bucket/gone'), ('bucket/left')");
        }
        Files.writeString(objects().resolve("bucket/left"), "left");
        assertThat(text(open(), "a")).isEqualTo("1");
        assertThat(files()).containsExactly("bucket/a");
    }

    @Test
    void partsStayForWhoGoesOnAndGoWithTheProcessThatSentThem() throws Exception {
        ObjectStore local = open();
        MultipartUpload ofClient = upload(local, "by a client", PART);
        upload(local.forThisProcess(), "through this process", PART);
        assertThat(files()).hasSize(2);

        ObjectStore next = open();
        assertThat(files()).hasSize(1);
        complete(next, ofClient);
        assertThat(next.blobMetadata(Blobs.BUCKET, "by a client").contentLength())
                .isEqualTo(PART);
        assertThat(next.listMultipartUploads(Blobs.BUCKET)).isEmpty();
        assertThat(files()).containsExactly("bucket/by a client");
    }

    @Test
    void aPartThatLostBytesWithThePowerMakesNoObject() throws Exception {
        MultipartUpload upload = upload(store, "key", PART);
        Files.write(objects().resolve(files().getFirst()), new byte[PART - 1]);
        Thread.sleep(2); // a date has milliseconds
        assertThat(status(() -> complete(open(), upload))).isEqualTo(400);
        assertThat(keys(store)).isEmpty();
    }

    @Test
    void uploadsEndAfterAWeekAndWhenTheyAreAborted() throws Exception {
        MultipartUpload old = upload(store, "old", 1);
        MultipartUpload aborted = upload(store, "aborted", 1);
        store.abortMultipartUpload(aborted);
        assertThat(status(() -> store.abortMultipartUpload(aborted))).isEqualTo(404);
        try (var index = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("objects.sqlite"));
                var statement = index.createStatement()) {
            statement.execute("UPDATE uploads SET initiated = initiated - 7 * 24 * 3600 * 1000 - 1");
        }
        upload(store, "new", 1);
        assertThat(status(() -> complete(store, old))).isEqualTo(404);
        assertThat(files()).hasSize(1);
    }

    @Test
    void nothingIsReadOrWrittenBehindASymbolicLink() throws Exception {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        put(store, "linked/file", "mine");
        put(store, "dir/secret", "mine");
        Files.delete(objects().resolve("bucket/linked/file"));
        Files.createSymbolicLink(objects().resolve("bucket/linked/file"), outside.resolve("secret"));
        Files.move(objects().resolve("bucket/dir"), folder.resolve("moved"));
        Files.createSymbolicLink(objects().resolve("bucket/dir"), outside);

        assertThat(status(() -> store.getBlob(Blobs.BUCKET, "linked/file"))).isEqualTo(404);
        assertThat(status(() -> store.getBlob(Blobs.BUCKET, "dir/secret"))).isEqualTo(404);
        put(store, "dir/new", "mine");
        assertThat(text(store, "dir/new")).isEqualTo("mine");
        store.removeBlob(Blobs.BUCKET, "dir/secret");
        store.removeBlob(Blobs.BUCKET, "linked/file");
        assertThat(outside.toFile().list()).containsExactly("secret");
    }

    @Test
    void takesUpTheFolderOfAnEarlierBuild() throws Exception {
        Path earlier = Files.createDirectories(folder.resolve("earlier/s3"));
        BlobStore before = new FilesystemNio2BlobStore(earlier.toString());
        before.createContainer(Blobs.BUCKET);
        before.putBlob(
                request("1/run/model.bin")
                        .contentType("text/x")
                        .metadata(Map.of("tags", "a=b"))
                        .build(),
                content("abc"));
        put(before, "e", "");
        MultipartUpload upload = upload(before, "half", PART);
        String acknowledged = "model-" + UUID.randomUUID();
        put(before, acknowledged, "precious");
        String brokenOff = "e-" + UUID.randomUUID();
        Files.writeString(earlier.resolve("bucket").resolve(brokenOff), "half of e");
        Files.createSymbolicLink(earlier.resolve("bucket/link"), folder);
        Path notes = Files.createDirectories(folder.resolve("earlier/unfinished-puts"));
        Files.writeString(notes.resolve("1"), "bucket/model");
        Files.writeString(notes.resolve("2"), "bucket/e");

        for (int start = 0; start < 2; start++) {
            ObjectStore store = ObjectStore.inFolder(earlier, folder.resolve("earlier/objects.sqlite"), notes);
            opened.add(store);
            assertThat(keys(store))
                    .contains("1/run/model.bin", "e", acknowledged)
                    .doesNotContain("link");
            assertThat(text(store, acknowledged)).isEqualTo("precious");
            HeadObjectResponse head = store.blobMetadata(Blobs.BUCKET, "1/run/model.bin");
            if (Files.getFileStore(earlier).supportsFileAttributeView("user")) {
                assertThat(keys(store)).hasSize(3);
                assertThat(head.eTag()).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
                assertThat(head.contentType()).isEqualTo("text/x");
                assertThat(head.metadata()).isEqualTo(Map.of("tags", "a=b"));
                assertThat(earlier.resolve("bucket").resolve(brokenOff)).doesNotExist();
            }
            assertThat(status(() -> store.listMultipartUpload(upload))).isEqualTo(404);
        }
        assertThat(notes).isEmptyDirectory();
    }

    @Test
    void anIndexOfANewerBuildIsRefusedAndLeftAsItWas() throws Exception {
        opened.forEach(ObjectStore::close);
        opened.clear();
        try (var index = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("objects.sqlite"));
                var statement = index.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        assertThatThrownBy(this::open).isInstanceOf(SQLException.class).hasMessageContaining("newer build");
    }

    private static MultipartUpload upload(BlobStore store, String key, int size) {
        MultipartUpload upload = store.initiateMultipartUpload(CreateMultipartUploadRequest.builder()
                .bucket(Blobs.BUCKET)
                .key(key)
                .build());
        store.uploadMultipartPart(
                upload,
                UploadPartRequest.builder()
                        .partNumber(1)
                        .contentLength((long) size)
                        .build(),
                new ByteArrayInputStream(new byte[size]));
        return upload;
    }

    private static void complete(BlobStore store, MultipartUpload upload) {
        List<CompletedPart> parts = store.listMultipartUpload(upload).stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.partNumber())
                        .eTag(part.eTag())
                        .build())
                .toList();
        store.completeMultipartUpload(
                upload,
                CompleteMultipartUploadRequest.builder()
                        .multipartUpload(all -> all.parts(parts))
                        .build());
    }

    private static int status(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowable(call) instanceof S3Exception refusal ? refusal.statusCode() : 200;
    }

    private static PutObjectRequest.Builder request(String key) {
        return PutObjectRequest.builder().bucket(Blobs.BUCKET).key(key);
    }

    private static InputStream content(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String put(BlobStore store, String key, String text) {
        return store.putBlob(
                        request(key)
                                .contentLength((long) text.getBytes(StandardCharsets.UTF_8).length)
                                .build(),
                        content(text))
                .eTag();
    }

    private static String text(BlobStore store, String key) throws IOException {
        try (ResponseInputStream<GetObjectResponse> object = store.getBlob(Blobs.BUCKET, key)) {
            return new String(object.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> keys(BlobStore store) {
        return store.list(Blobs.BUCKET).contents().stream().map(S3Object::key).toList();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(objects())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> objects().relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** A put of which half has arrived. */
    private final class Half implements AutoCloseable {
        private final PipedOutputStream sender = new PipedOutputStream();
        private final CompletableFuture<Void> put;

        Half(String key) throws IOException {
            PipedInputStream content = new PipedInputStream(sender);
            put = CompletableFuture.runAsync(() -> Blobs.put(store, key, content, SIZE), Thread::startVirtualThread);
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
