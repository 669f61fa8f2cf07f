package io.lambdaregistry.functions.artifacts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.artifact.PresignedTransfers;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.HandlerCall;
import io.lambdaregistry.functions.http.HandlerCall.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArtifactHandlersTest {
    private static final String ROUTE = "/api/2.0/mlflow-artifacts/artifacts";

    private final InMemoryArtifacts store = new InMemoryArtifacts();
    private final Artifacts artifacts = new Artifacts(store, store, "bucket");
    private final PresignedTransfers transfers = new PresignedTransfers(store, artifacts, 5);
    private final Downloads downloads = new Downloads(artifacts, transfers, 100);

    @BeforeEach
    void logAModel() {
        store.files.put("0/run/artifacts/model/MLmodel", "flavors: {}".getBytes(UTF_8));
        store.files.put("0/run/artifacts/model/data/ü b.txt", "hi".getBytes(UTF_8));
        store.files.put("0/run/artifacts/notes.md", "hello".getBytes(UTF_8));
        store.files.put("0/run/artifacts/empty", new byte[0]);
        store.files.put("0/models/m-1/artifacts/MLmodel", "m-1".getBytes(UTF_8));
    }

    private static HandlerCall artifact(String method, String sentPath) {
        return HandlerCall.of(method, ROUTE + "/" + sentPath)
                .pathParameter("api", "api")
                .pathParameter("path", sentPath);
    }

    private static Answer get(ApiHandler handler, String target) throws IOException {
        return HandlerCall.of("GET", target).to(handler);
    }

    @Test
    void anUploadIsStoredUnderWhatTheClientMeansAndAnsweredWithoutABody() throws IOException {
        Answer answer = artifact("PUT", "0/run/artifacts/a%2520b%20+%C3%BC.txt")
                .body("content".getBytes(UTF_8))
                .to(new UploadArtifact(artifacts));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
        assertThat(store.files.get("0/run/artifacts/a%20b +ü.txt"))
                .asString(UTF_8)
                .isEqualTo("content");
    }

    /** As API Gateway decodes a file in Latin-1 that is sent as text/csv. */
    @Test
    void aTextThatWasNotUtf8IsRefusedAndNothingIsStored() throws IOException {
        Answer answer = artifact("PUT", "0/run/artifacts/städte.csv")
                .text("M\uFFFDnchen")
                .to(new UploadArtifact(artifacts));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("application/octet-stream");
        assertThat(store.files).doesNotContainKey("0/run/artifacts/städte.csv");
    }

    @Test
    void bytesOfAnyKindAreStoredAsTheyAre() throws IOException {
        byte[] latin1 = "München".getBytes(ISO_8859_1);
        artifact("PUT", "0/run/artifacts/latin1.csv").body(latin1).to(new UploadArtifact(artifacts));
        artifact("PUT", "0/run/artifacts/text.csv").text("München").to(new UploadArtifact(artifacts));
        assertThat(store.files.get("0/run/artifacts/latin1.csv")).isEqualTo(latin1);
        assertThat(store.files.get("0/run/artifacts/text.csv")).asString(UTF_8).isEqualTo("München");
    }

    @Test
    void anEmptyFileIsAFile() throws IOException {
        artifact("PUT", "0/run/artifacts/nothing").to(new UploadArtifact(artifacts));
        assertThat(store.files.get("0/run/artifacts/nothing")).isEmpty();
    }

    @Test
    void anUploadThatBreaksOffStoresNothing() {
        String event =
                artifact("PUT", "0/run/artifacts/broken").body(new byte[1_000]).event();
        byte[] cutOff = event.substring(0, event.length() - 500).getBytes(UTF_8);
        assertThatThrownBy(() -> new UploadArtifact(artifacts)
                        .handleRequest(
                                new ByteArrayInputStream(cutOff),
                                new ByteArrayOutputStream(),
                                HandlerCall.context(new HandlerCall.Log())))
                .isInstanceOf(IOException.class);
        assertThat(store.files).doesNotContainKey("0/run/artifacts/broken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"..%2fx", "0/%252e%252e/x", "%2fetc/passwd", "0%5c..%5cx", "0/a%23b", "0/a%3b../x", "0/a%00"})
    void noOperationLeavesTheRoot(String hostile) throws IOException {
        for (Answer answer : new Answer[] {
            artifact("PUT", hostile).to(new UploadArtifact(artifacts)),
            artifact("GET", hostile).to(new DownloadArtifact(downloads)),
            artifact("DELETE", hostile).to(new DeleteArtifact(artifacts)),
            get(new ListArtifacts(artifacts), ROUTE + "?path=" + hostile),
            get(new ListRunArtifacts(artifacts), "/api/2.0/mlflow/artifacts/list?run_id=run&path=" + hostile),
            get(new GetRunArtifact(downloads), "/get-artifact?run_id=run&path=" + hostile),
            get(
                    new GetModelVersionArtifact(downloads),
                    "/model-versions/get-artifact?name=a&version=1&path=" + hostile),
            get(new ListLoggedModelArtifacts(artifacts), "/x?artifact_directory_path=" + hostile),
            get(new GetLoggedModelArtifact(downloads), "/x?artifact_file_path=" + hostile),
            get(new GetLoggedModelArtifact(downloads), "/x?presigned=true&artifact_file_path=" + hostile),
            artifact("GET", hostile).to(new GetPresignedDownloadUrl(transfers))
        }) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("\"error_code\":\"INVALID_PARAMETER_VALUE\"", "Invalid path");
        }
        assertThat(store.files).hasSize(5);
    }

    @Test
    void aDownloadIsAnAttachmentThatNoBrowserRuns() throws IOException {
        Answer answer =
                artifact("GET", "0/run/artifacts/model/data/%C3%BC%20b.txt").to(new DownloadArtifact(downloads));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("hi");
        assertThat(answer.headers())
                .containsEntry("content-type", "text/plain")
                .containsEntry(
                        "content-disposition", "attachment; filename=\"u b.txt\"; filename*=UTF-8''%C3%BC%20b.txt")
                .containsEntry("content-length", "2")
                .containsEntry("accept-ranges", "bytes")
                .containsEntry("etag", "\"tag\"")
                .containsEntry("last-modified", "Tue, 03 Nov 2026 13:32:31 GMT")
                .containsEntry("x-content-type-options", "nosniff");
        assertThat(store.closed).isEqualTo(1);
    }

    @Test
    void aRangeIsAPartialAnswer() throws IOException {
        Answer answer = artifact("GET", "0/run/artifacts/notes.md")
                .header("Range", "bytes=1-2")
                .to(new DownloadArtifact(downloads));
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.text()).isEqualTo("el");
        assertThat(answer.headers())
                .containsEntry("content-range", "bytes 1-2/5")
                .containsEntry("content-length", "2");
    }

    @Test
    void aRangeAfterTheEndIs416() throws IOException {
        Answer answer = artifact("GET", "0/run/artifacts/notes.md")
                .header("range", "bytes=5-")
                .to(new DownloadArtifact(downloads));
        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.headers()).containsEntry("content-range", "bytes */5");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"tag\"', bytes=1-2, 206, el",
        "'\"old\"', bytes=1-2, 200, hello",
        "'W/\"tag\"', bytes=1-2, 200, hello",
        "'Tue, 03 Nov 2026 13:32:31 GMT', bytes=1-2, 206, el",
        "'Tue, 03 Nov 2026 13:32:30 GMT', bytes=1-2, 200, hello",
        "nonsense, bytes=1-2, 200, hello",
        "'\"tag\"', bytes=5-, 416, ''",
        "'\"old\"', bytes=5-, 200, hello",
        "'\"old\"', nonsense, 200, hello",
    })
    void aRangeOfAnArtifactThatHasChangedIsTheWholeNewOne(String validator, String range, int status, String text)
            throws IOException {
        Answer answer = artifact("GET", "0/run/artifacts/notes.md")
                .header("Range", range)
                .header("If-Range", validator)
                .to(new DownloadArtifact(downloads));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).isEqualTo(text);
        assertThat(store.closed).isEqualTo(store.opened);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b", "what?", "it's", "a&b=c", "a+b", "50%", "a%3Bb", "x;.y?z"})
    void aNameOfAnyPunctuationIsAFileLikeAnyOther(String name) throws IOException {
        String sent = URLEncoder.encode("0/run/artifacts/" + name, UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
        assertThat(artifact("PUT", sent)
                        .body("x".getBytes(UTF_8))
                        .to(new UploadArtifact(artifacts))
                        .status())
                .isEqualTo(200);
        assertThat(artifact("GET", sent).to(new DownloadArtifact(downloads)).text())
                .isEqualTo("x");
        assertThat(get(new ListArtifacts(artifacts), ROUTE + "?path=0/run/artifacts")
                        .text())
                .contains("\"path\":\"" + name + "\"");
    }

    @Test
    void aMissingFileAndAFolderAreDistinguished() throws IOException {
        Answer missing = artifact("GET", "0/run/artifacts/nope").to(new DownloadArtifact(downloads));
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text())
                .isEqualTo("{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"No such artifact:"
                        + " '0/run/artifacts/nope'\",\"sqlstate\":\"KAM00\",\"error_class\":\"RESOURCE_NOT_FOUND\"}");
        Answer folder = artifact("GET", "0/run/artifacts/model").to(new DownloadArtifact(downloads));
        assertThat(folder.status()).isEqualTo(400);
        assertThat(folder.text()).contains("Artifact path refers to a directory, not a file: '0/run/artifacts/model'");
    }

    @Test
    void whatLambdaCannotAnswerIsRedirectedToS3() throws IOException {
        store.files.put("0/run/artifacts/large.bin", new byte[101]);
        Answer redirect = artifact("GET", "0/run/artifacts/large.bin").to(new DownloadArtifact(downloads));
        assertThat(redirect.status()).isEqualTo(307);
        assertThat(redirect.headers().get("location")).isEqualTo("https://s3/0/run/artifacts/large.bin?get&300");
        assertThat(redirect.headers().get("cache-control")).isEqualTo("no-store");
        assertThat(redirect.text()).isEmpty();
        assertThat(store.closed).isEqualTo(1);
        Answer part = artifact("GET", "0/run/artifacts/large.bin")
                .header("range", "bytes=0-99")
                .to(new DownloadArtifact(downloads));
        assertThat(part.status()).isEqualTo(206);
    }

    @Test
    void listsOneLevelOfTheRoot() throws IOException {
        String run = "{\"files\":[{\"path\":\"empty\",\"is_dir\":false},{\"path\":\"model\",\"is_dir\":true},"
                + "{\"path\":\"notes.md\",\"is_dir\":false,\"file_size\":5}]}";
        ListArtifacts handler = new ListArtifacts(artifacts);
        assertThat(get(handler, ROUTE + "?path=0/run/artifacts").text()).isEqualTo(run);
        assertThat(get(handler, ROUTE + "?path=0/run/artifacts/").text()).isEqualTo(run);
        assertThat(get(handler, ROUTE + "?path=.").text())
                .isEqualTo(get(handler, ROUTE).text());
        assertThat(get(handler, ROUTE).text()).isEqualTo("{\"files\":[{\"path\":\"0\",\"is_dir\":true}]}");
        assertThat(get(handler, ROUTE + "?path=").text()).isEqualTo("{\"files\":[{\"path\":\"0\",\"is_dir\":true}]}");
        assertThat(get(handler, ROUTE + "?path=nope").text()).isEqualTo("{}");
        assertThat(get(handler, ROUTE + "?path=0/run/artifacts/notes.md").text())
                .isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run_id=run", "run_uuid=run", "run_id=run&run_uuid=run"})
    void listsARunsArtifactsRelativeToItsRoot(String run) throws IOException {
        Answer answer = get(
                new ListRunArtifacts(artifacts), "/api/2.0/mlflow/artifacts/list?" + run + "&path=model/&page_token=x");
        assertThat(answer.text())
                .isEqualTo("{\"root_uri\":\"mlflow-artifacts:/0/run/artifacts\",\"files\":["
                        + "{\"path\":\"model/MLmodel\",\"is_dir\":false,\"file_size\":11},"
                        + "{\"path\":\"model/data\",\"is_dir\":true}]}");
    }

    @Test
    void aRunMayKeepItsArtifactsInTheRegistrysBucketButNotInAnother() throws IOException {
        ListRunArtifacts handler = new ListRunArtifacts(artifacts);
        store.files.put("0/run/artifacts/x", new byte[1]);
        assertThat(get(handler, "/x?run_id=run-on-s3").text()).contains("\"root_uri\":\"s3://bucket/0/run/artifacts\"");
        Answer elsewhere = get(handler, "/x?run_id=run-elsewhere");
        assertThat(elsewhere.status()).isEqualTo(400);
        assertThat(elsewhere.text()).contains("does not read other buckets");
    }

    @Test
    void aListNeedsARunThatExists() throws IOException {
        ListRunArtifacts handler = new ListRunArtifacts(artifacts);
        assertThat(get(handler, "/x?path=a").text())
                .contains("Missing value for required parameter 'run_id'.")
                .contains("INVALID_PARAMETER_VALUE");
        Answer missing = get(handler, "/x?run_id=nope");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text()).contains("Run with id=nope not found");
    }

    @Test
    void downloadsByRunByModelVersionAndByLoggedModel() throws IOException {
        assertThat(get(new GetRunArtifact(downloads), "/get-artifact?run_uuid=run&path=notes.md")
                        .text())
                .isEqualTo("hello");
        GetModelVersionArtifact version = new GetModelVersionArtifact(downloads);
        assertThat(get(version, "/x?name=a&version=1&path=MLmodel").text()).isEqualTo("flavors: {}");
        assertThat(get(version, "/x?name=a&version=2&path=MLmodel").text()).isEqualTo("m-1");
        Answer logged = HandlerCall.of("GET", "/x?artifact_file_path=MLmodel")
                .pathParameter("model_id", "m-1")
                .to(new GetLoggedModelArtifact(downloads));
        assertThat(logged.text()).isEqualTo("m-1");
    }

    @Test
    void aLoggedModelListsItsArtifacts() throws IOException {
        Answer answer = HandlerCall.of("GET", "/x")
                .pathParameter("model_id", "m-1")
                .to(new ListLoggedModelArtifacts(artifacts));
        assertThat(answer.text())
                .isEqualTo("{\"root_uri\":\"mlflow-artifacts:/0/models/m-1/artifacts\",\"files\":["
                        + "{\"path\":\"MLmodel\",\"is_dir\":false,\"file_size\":3}]}");
    }

    @Test
    void aLoggedModelsFileNeedsAPath() throws IOException {
        Answer answer =
                HandlerCall.of("GET", "/x").pathParameter("model_id", "m-1").to(new GetLoggedModelArtifact(downloads));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("BAD_REQUEST", "artifact_file_path");
    }

    @Test
    void deletesAFolderAndWhatLiesUnderItAndNothingBeside() throws IOException {
        store.files.put("0/run/artifacts/model2/MLmodel", new byte[0]);
        Answer answer = artifact("DELETE", "0/run/artifacts/model").to(new DeleteArtifact(artifacts));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{}");
        assertThat(store.files.keySet()).noneMatch(key -> key.startsWith("0/run/artifacts/model/"));
        assertThat(store.files).containsKey("0/run/artifacts/model2/MLmodel").hasSize(4);
    }

    @Test
    void deletingNothingIsFineAndDeletingAllIsNot() throws IOException {
        assertThat(artifact("DELETE", "0/run/artifacts/nope")
                        .to(new DeleteArtifact(artifacts))
                        .status())
                .isEqualTo(200);
        assertThat(artifact("DELETE", "").to(new DeleteArtifact(artifacts)).status())
                .isEqualTo(400);
        assertThat(store.files).hasSize(5);
    }
}
