package io.lambdaregistry.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.artifact.ArtifactContent;
import io.lambdaregistry.artifact.ArtifactEntry;
import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.ByteRange;
import io.lambdaregistry.artifact.OpenedArtifact;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.testing.StoresSuite;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;

/** The artifact store against a server that speaks S3's protocol. */
public class S3ArtifactStoreTest extends StoresSuite {
    private S3ArtifactStore store;

    @BeforeAll
    void start() {
        store = new S3ArtifactStore(stores.s3(), stores.bucket());
    }

    private void put(String path, byte[] content) throws IOException {
        store.put(ArtifactPath.ofFile(path), out -> out.write(content));
    }

    private void put(String path, String content) throws IOException {
        put(path, content.getBytes(UTF_8));
    }

    private byte[] read(String path) throws IOException {
        try (ArtifactContent content = (ArtifactContent) store.open(ArtifactPath.ofFile(path), Optional.empty())) {
            return content.bytes().readAllBytes();
        }
    }

    private List<ArtifactEntry> list(String folder) {
        return store.list(ArtifactPath.ofFolder(folder));
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MLmodel",
                "with spaces/and + plus (1).txt",
                "ünïcode/日本語/😀.bin",
                "100%.txt",
                "a%20b",
                "50%25",
                "a&b=c,d@e$f!g'h~i*j[k]{l}",
                "say \"hi\" <b>",
                "d/e/e/p/f/o/l/d/e/r/s/1/2/3/4/5/6/7/8/9/file",
            })
    void anyNameComesBackAsItWasPut(String name) throws IOException {
        String path = "names/" + name;
        put(path, name);
        assertThat(read(path)).asString(UTF_8).isEqualTo(name);
        String folder = path.substring(0, path.lastIndexOf('/'));
        String last = path.substring(path.lastIndexOf('/') + 1);
        assertThat(list(folder)).contains(ArtifactEntry.file(last, name.getBytes(UTF_8).length));
        store.delete(ArtifactPath.ofFile(path));
        assertThat(list(folder)).doesNotContain(ArtifactEntry.file(last, name.getBytes(UTF_8).length));
    }

    @Test
    void anEmptyFileIsAFile() throws IOException {
        put("empty/file", "");
        assertThat(read("empty/file")).isEmpty();
        assertThat(list("empty")).containsExactly(ArtifactEntry.file("file", 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {S3ArtifactStore.PART_SIZE, S3ArtifactStore.PART_SIZE + 1, 20_000_000})
    void aLargeFileIsPutInParts(int size) throws IOException {
        byte[] content = randomBytes(size);
        put("large/file.bin", content);
        assertThat(Arrays.equals(read("large/file.bin"), content)).isTrue();
        assertThat(list("large")).containsExactly(ArtifactEntry.file("file.bin", size));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20_000_000})
    void anUploadThatBreaksOffLeavesNothing(int sent) {
        ArtifactPath path = ArtifactPath.ofFile("broken/file.bin");
        assertThatThrownBy(() -> store.put(path, out -> {
                    out.write(randomBytes(sent));
                    throw new IOException("the client is gone");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("the client is gone");
        assertThat(list("broken")).isEmpty();
        ListMultipartUploadsResponse pending =
                stores.s3().listMultipartUploads(request -> request.bucket(stores.bucket()));
        assertThat(pending.uploads()).isEmpty();
    }

    @Test
    void anUploadThatBreaksOffKeepsWhatWasThere() throws IOException {
        put("kept/file", "old");
        assertThatThrownBy(() -> store.put(ArtifactPath.ofFile("kept/file"), out -> {
                    out.write("new".getBytes(UTF_8));
                    throw new IOException("the client is gone");
                }))
                .isInstanceOf(IOException.class);
        assertThat(read("kept/file")).asString(UTF_8).isEqualTo("old");
    }

    @Test
    void aSecondPutReplacesTheFirst() throws IOException {
        put("replaced/file", "old");
        put("replaced/file", "new");
        assertThat(read("replaced/file")).asString(UTF_8).isEqualTo("new");
    }

    @Test
    void rangesAreReadFromTheMiddleTheEndAndOverTheEnd() throws IOException {
        put("ranges/file", "0123456789");
        assertRange(new ByteRange.Between(2, 4), "234", 2);
        assertRange(new ByteRange.From(7), "789", 7);
        assertRange(new ByteRange.Last(3), "789", 7);
        assertRange(new ByteRange.Between(8, 100), "89", 8);
    }

    private void assertRange(ByteRange range, String expected, long first) throws IOException {
        try (ArtifactContent content =
                (ArtifactContent) store.open(ArtifactPath.ofFile("ranges/file"), Optional.of(range))) {
            assertThat(content.bytes().readAllBytes()).asString(UTF_8).isEqualTo(expected);
            assertThat(content.first()).isEqualTo(first);
            assertThat(content.length()).isEqualTo(expected.length());
            assertThat(content.size()).isEqualTo(10);
        }
    }

    @Test
    void aRangeAfterTheEndReportsTheSize() throws IOException {
        put("ranges/short", "0123");
        assertThat(store.open(ArtifactPath.ofFile("ranges/short"), Optional.of(new ByteRange.From(4))))
                .isEqualTo(new OpenedArtifact.RangeNotSatisfiable(4));
    }

    @Test
    void aFileThatIsNotReadToItsEndCanBeClosed() throws IOException {
        put("unread/file.bin", randomBytes(20_000_000));
        for (int i = 0; i < 20; i++) {
            try (ArtifactContent content =
                    (ArtifactContent) store.open(ArtifactPath.ofFile("unread/file.bin"), Optional.empty())) {
                assertThat(content.size()).isEqualTo(20_000_000);
                assertThat(content.bytes().read()).isNotNegative();
            }
        }
    }

    @Test
    void aMissingFileIsNotFoundAndAFolderIsNoFile() throws IOException {
        put("folder/inner/file", "x");
        assertRefused("folder/nope", ErrorCode.RESOURCE_DOES_NOT_EXIST, "No such artifact: 'folder/nope'");
        assertRefused("folder/inn", ErrorCode.RESOURCE_DOES_NOT_EXIST, "No such artifact: 'folder/inn'");
        assertRefused(
                "folder/inner",
                ErrorCode.INVALID_PARAMETER_VALUE,
                "Artifact path refers to a directory, not a file: 'folder/inner'");
    }

    private void assertRefused(String path, ErrorCode code, String message) {
        assertThatThrownBy(() -> store.open(ArtifactPath.ofFile(path), Optional.empty()))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessage(message);
    }

    @Test
    void aListingIsOneLevelSortedWithFilesAndFoldersMixed() throws IOException {
        put("sorted/b", "1");
        put("sorted/a/inner/file", "12");
        put("sorted/a.txt", "123");
        put("sorted/Z", "1234");
        assertThat(list("sorted"))
                .containsExactly(
                        ArtifactEntry.file("Z", 4),
                        ArtifactEntry.folder("a"),
                        ArtifactEntry.file("a.txt", 3),
                        ArtifactEntry.file("b", 1));
        assertThat(list("")).contains(ArtifactEntry.folder("sorted"));
        assertThat(list("sorted/b")).isEmpty();
        assertThat(list("nope")).isEmpty();
    }

    @Test
    void manyFilesAreListedAndDeletedPageByPage() throws IOException {
        IntStream.range(0, 2_500).parallel().forEach(this::putNumbered);
        assertThat(list("many/tree")).hasSize(2_500);
        put("many/tree2/file", "x");
        store.delete(ArtifactPath.ofFolder("many/tree"));
        assertThat(list("many")).containsExactly(ArtifactEntry.folder("tree2"));
    }

    private void putNumbered(int number) {
        stores.s3()
                .putObject(
                        request -> request.bucket(stores.bucket()).key("many/tree/%05d".formatted(number)),
                        RequestBody.empty());
    }

    @Test
    void deletingTakesTheFileOfThatNameAndAllUnderIt() throws IOException {
        put("gone/a/b/c", "1");
        put("gone/a/d", "2");
        put("gone/ab", "3");
        store.delete(ArtifactPath.ofFolder("gone/a"));
        assertThat(list("gone")).containsExactly(ArtifactEntry.file("ab", 1));
        store.delete(ArtifactPath.ofFile("gone/ab"));
        store.delete(ArtifactPath.ofFile("gone/ab"));
        assertThat(list("gone")).isEmpty();
    }

    @Test
    void aBucketThatIsNotThereIsTemporarilyUnavailable() {
        S3ArtifactStore nowhere = new S3ArtifactStore(stores.s3(), "no-such-bucket");
        assertThatThrownBy(() -> nowhere.list(ArtifactPath.ROOT)).satisfies(S3ArtifactStoreTest::isUnavailable);
        assertThatThrownBy(() -> nowhere.put(ArtifactPath.ofFile("a"), out -> out.write(1)))
                .satisfies(S3ArtifactStoreTest::isUnavailable);
        assertThatThrownBy(() -> nowhere.open(ArtifactPath.ofFile("a"), Optional.empty()))
                .satisfies(S3ArtifactStoreTest::isUnavailable);
    }

    private static void isUnavailable(Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.TEMPORARILY_UNAVAILABLE));
    }

    @Test
    void aKeyThatIsTooLongForS3IsRefused() {
        assertThatThrownBy(() -> put("long/" + "ü/".repeat(600) + "x", "x"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("at most 1024 bytes");
    }
}
