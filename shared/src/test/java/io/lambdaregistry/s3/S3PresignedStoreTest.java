package io.lambdaregistry.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.artifact.ArtifactEntry;
import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.MultipartUpload;
import io.lambdaregistry.artifact.PresignedDownload;
import io.lambdaregistry.artifact.PresignedRequest;
import io.lambdaregistry.artifact.PresignedStore;
import io.lambdaregistry.artifact.UploadedPart;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.testing.TestStores;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Presigned requests, sent by a client that knows nothing else to a server that checks S3's signatures. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class S3PresignedStoreTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int PART = 5 << 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private TestStores stores;
    private S3ArtifactStore store;
    private PresignedStore presigned;

    @BeforeAll
    void start() {
        stores = TestStores.inMemory();
        store = new S3ArtifactStore(stores.s3(), stores.bucket());
        presigned = new S3PresignedStore(stores.s3(), stores.s3Presigner(), stores.bucket());
    }

    @AfterAll
    void stop() {
        http.close();
        stores.close();
    }

    private HttpResponse<byte[]> send(String method, String url, Map<String, String> headers, byte[] body)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).method(method, BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> put(PresignedRequest request, byte[] body) throws Exception {
        return send("PUT", request.url(), request.headers(), body);
    }

    private HttpResponse<byte[]> get(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
    }

    private void store(String path, String content) throws Exception {
        store.put(ArtifactPath.ofFile(path), out -> out.write(content.getBytes(UTF_8)));
    }

    private List<ArtifactEntry> list(String folder) {
        return store.list(ArtifactPath.ofFolder(folder));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MLmodel", "with spaces/and + plus (1).txt", "ünïcode/日本語/😀.bin", "a%20b", "a&b=c,d@e$f!g'h~*"})
    void aFileIsPutAndReadUnderAnyName(String name) throws Exception {
        ArtifactPath path = ArtifactPath.ofFile("names/" + name);
        assertThat(put(presigned.upload(path, MINUTE), name.getBytes(UTF_8)).statusCode())
                .isEqualTo(200);
        PresignedDownload download = presigned.download(path, MINUTE);
        assertThat(download.size()).isEqualTo(name.getBytes(UTF_8).length);
        assertThat(download.request().headers()).isEmpty();
        HttpResponse<byte[]> answer = get(download.request().url());
        assertThat(answer.body()).asString(UTF_8).isEqualTo(name);
        assertThat(answer.headers().firstValue("content-disposition").orElse(""))
                .startsWith("attachment; filename=");
    }

    @Test
    void aDownloadIsReadInRanges() throws Exception {
        store("ranges/file", "0123456789");
        PresignedRequest download =
                presigned.download(ArtifactPath.ofFile("ranges/file"), MINUTE).request();
        HttpRequest request = HttpRequest.newBuilder(URI.create(download.url()))
                .header("Range", "bytes=2-4")
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo("234");
    }

    @Test
    void nothingElseCanBeDoneWithADownload() throws Exception {
        store("bound/file", "mine");
        store("bound/file2", "not yours");
        String url = presigned
                .download(ArtifactPath.ofFile("bound/file"), MINUTE)
                .request()
                .url();
        assertThat(get(url).statusCode()).isEqualTo(200);
        assertRefused("GET", url.replace("bound/file?", "bound/file2?"));
        assertRefused("GET", url.replace("X-Amz-Expires=60", "X-Amz-Expires=600"));
        assertRefused("GET", url.replace("attachment", "inline"));
        assertRefused("GET", url.substring(0, url.length() - 1) + (url.endsWith("0") ? "1" : "0"));
        assertRefused("GET", url.substring(0, url.indexOf('?')));
        assertRefused("PUT", url);
        assertRefused("DELETE", url);
        assertThat(list("bound")).containsExactly(ArtifactEntry.file("file", 4), ArtifactEntry.file("file2", 9));
    }

    @Test
    void anUploadIsBoundToItsKeyMethodAndContentType() throws Exception {
        PresignedRequest upload = presigned.upload(ArtifactPath.ofFile("typed/page.html"), MINUTE);
        assertThat(upload.headers()).containsExactly(Map.entry("content-type", "text/html"));
        assertThat(send("PUT", upload.url(), Map.of("content-type", "text/plain"), new byte[1])
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("PUT", upload.url(), Map.of(), new byte[1]).statusCode())
                .isEqualTo(403);
        assertThat(send("PUT", upload.url().replace("page.html", "page2.html"), upload.headers(), new byte[1])
                        .statusCode())
                .isEqualTo(403);
        assertRefused("GET", upload.url());
        assertThat(list("typed")).isEmpty();
    }

    private void assertRefused(String method, String url) throws Exception {
        assertThat(send(method, url, Map.of(), new byte[0]).statusCode())
                .as(method + " " + url)
                .isEqualTo(403);
    }

    @Test
    void anExpiredRequestIsRefused() throws Exception {
        store("expired/file", "x");
        PresignedRequest upload = presigned.upload(ArtifactPath.ofFile("expired/other"), Duration.ofSeconds(1));
        PresignedRequest download = presigned
                .download(ArtifactPath.ofFile("expired/file"), Duration.ofSeconds(1))
                .request();
        Thread.sleep(2_500); // a signature's times are whole seconds
        assertThat(put(upload, new byte[1]).statusCode()).isEqualTo(403);
        assertThat(get(download.url()).statusCode()).isEqualTo(403);
        assertThat(list("expired")).hasSize(1);
    }

    @Test
    void aMissingFileIsNotFoundAndNeitherIsAFolder() throws Exception {
        store("folder/file", "x");
        for (String path : List.of("folder", "folder/nope")) {
            assertThatThrownBy(() -> presigned.download(ArtifactPath.ofFile(path), MINUTE))
                    .isInstanceOf(RegistryException.class)
                    .hasMessage("No such artifact: '" + path + "'");
        }
    }

    @Test
    void partsBecomeAFileWhenTheyAreCompletedAndNotBefore() throws Exception {
        ArtifactPath path = ArtifactPath.ofFile("parts/model.pkl");
        MultipartUpload upload = presigned.begin(path, 2, MINUTE);
        byte[] first = new byte[PART];
        new Random(1).nextBytes(first);
        byte[] second = "the end".getBytes(UTF_8);
        List<UploadedPart> parts = send(upload, first, second);
        assertThat(list("parts")).isEmpty();
        presigned.complete(path, upload.id(), parts);
        assertThat(list("parts")).containsExactly(ArtifactEntry.file("model.pkl", PART + second.length));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(first);
        whole.writeBytes(second);
        byte[] stored = get(presigned.download(path, MINUTE).request().url()).body();
        assertThat(Arrays.equals(stored, whole.toByteArray())).isTrue();
    }

    private List<UploadedPart> send(MultipartUpload upload, byte[]... parts) throws Exception {
        List<UploadedPart> sent = new ArrayList<>();
        for (MultipartUpload.Part part : upload.parts()) {
            HttpResponse<byte[]> answer = put(part.request(), parts[part.number() - 1]);
            assertThat(answer.statusCode()).isEqualTo(200);
            sent.add(new UploadedPart(
                    part.number(), answer.headers().firstValue("etag").orElse("")));
        }
        return sent;
    }

    @Test
    void anEmptyFileIsOnePart() throws Exception {
        ArtifactPath path = ArtifactPath.ofFile("one/empty");
        MultipartUpload upload = presigned.begin(path, 1, MINUTE);
        presigned.complete(path, upload.id(), send(upload, new byte[0]));
        assertThat(list("one")).containsExactly(ArtifactEntry.file("empty", 0));
    }

    @Test
    void aPartIsBoundToItsNumberAndItsUpload() throws Exception {
        ArtifactPath path = ArtifactPath.ofFile("parts/bound");
        MultipartUpload upload = presigned.begin(path, 1, MINUTE);
        MultipartUpload other = presigned.begin(path, 1, MINUTE);
        String url = upload.parts().getFirst().request().url();
        assertThat(url).contains("partNumber=1").contains(upload.id());
        assertRefused("PUT", url.replace("partNumber=1", "partNumber=2"));
        assertRefused("PUT", url.replace(upload.id(), other.id()));
        assertRefused("PUT", url.replace("parts/bound", "parts/bound2"));
        assertRefused("GET", url);
        presigned.abort(path, upload.id());
        presigned.abort(path, other.id());
    }

    @Test
    void anAbortedUploadLeavesNothingAndCanBeAbortedAgain() throws Exception {
        ArtifactPath path = ArtifactPath.ofFile("aborted/file");
        MultipartUpload upload = presigned.begin(path, 1, MINUTE);
        List<UploadedPart> parts = send(upload, new byte[10]);
        presigned.abort(path, upload.id());
        presigned.abort(path, upload.id());
        assertThat(list("aborted")).isEmpty();
        assertRefused(path, upload.id(), parts, ErrorCode.RESOURCE_DOES_NOT_EXIST, "No such multipart upload");
        assertThat(list("aborted")).isEmpty();
    }

    @Test
    void anUnfinishedUploadKeepsWhatWasThere() throws Exception {
        store("unfinished/file", "old");
        MultipartUpload upload = presigned.begin(ArtifactPath.ofFile("unfinished/file"), 1, MINUTE);
        send(upload, new byte[10]);
        assertThat(list("unfinished")).containsExactly(ArtifactEntry.file("file", 3));
    }

    /** A longer URL than S3 reads, or XML that cannot be written, would be a failure of the registry's own. */
    @Test
    void whatNoStoreReturnedIsNotSentToIt() {
        ArtifactPath path = ArtifactPath.ofFile("unknown/file");
        String longId = "a".repeat(100_000);
        assertRefused(
                path,
                longId,
                List.of(new UploadedPart(1, "e")),
                ErrorCode.RESOURCE_DOES_NOT_EXIST,
                "No such multipart upload");
        presigned.abort(path, longId);
        for (String etag : List.of("a\0b", "模", "e".repeat(100_000))) {
            assertRefused(
                    path,
                    "no-such-upload",
                    List.of(new UploadedPart(1, etag)),
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Not every part was uploaded as it is listed");
        }
    }

    @ParameterizedTest
    @CsvSource({"../../../etc/passwd", "no-such-upload", "..", "a/b", "''"})
    void anUnknownUploadIsNotFound(String uploadId) {
        ArtifactPath path = ArtifactPath.ofFile("unknown/file");
        assertRefused(
                path,
                uploadId,
                List.of(new UploadedPart(1, "\"e\"")),
                ErrorCode.RESOURCE_DOES_NOT_EXIST,
                "No such multipart upload");
        presigned.abort(path, uploadId);
    }

    @Test
    void partsOtherThanThoseSentMakeNoFile() throws Exception {
        ArtifactPath path = ArtifactPath.ofFile("wrong/file");
        MultipartUpload upload = presigned.begin(path, 2, MINUTE);
        List<UploadedPart> small = send(upload, new byte[10], new byte[10]);
        assertRefused(path, upload.id(), small, ErrorCode.INVALID_PARAMETER_VALUE, "at least 5 MiB");
        List<UploadedPart> wrongTag = List.of(new UploadedPart(1, "\"0123456789abcdef0123456789abcdef\""));
        assertRefused(path, upload.id(), wrongTag, ErrorCode.INVALID_PARAMETER_VALUE, "Not every part was uploaded");
        List<UploadedPart> neverSent =
                List.of(new UploadedPart(3, small.getFirst().etag()));
        assertRefused(path, upload.id(), neverSent, ErrorCode.INVALID_PARAMETER_VALUE, "Not every part was uploaded");
        assertThat(list("wrong")).isEmpty();
        presigned.abort(path, upload.id());
    }

    private void assertRefused(
            ArtifactPath path, String uploadId, List<UploadedPart> parts, ErrorCode code, String message) {
        assertThatThrownBy(() -> presigned.complete(path, uploadId, parts))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
