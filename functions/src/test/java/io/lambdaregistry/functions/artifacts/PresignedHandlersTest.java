package io.lambdaregistry.functions.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.artifact.PresignedTransfers;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.HandlerCall;
import io.lambdaregistry.functions.http.HandlerCall.Answer;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PresignedHandlersTest {
    private static final String FOLDER = "0/run/artifacts/model";

    private final InMemoryArtifacts store = new InMemoryArtifacts();
    private final Artifacts artifacts = new Artifacts(store, store, "bucket");
    private final PresignedTransfers transfers = new PresignedTransfers(store, artifacts, 5);

    @BeforeEach
    void logAModel() {
        store.files.put("0/run/artifacts/model/MLmodel", "flavors: {}".getBytes(UTF_8));
        store.files.put("0/models/m-1/artifacts/MLmodel", "m-1".getBytes(UTF_8));
        store.files.put("0/run/artifacts/notes.md", "hello".getBytes(UTF_8));
    }

    private static Answer upload(ApiHandler handler, String folder, String body) throws IOException {
        return HandlerCall.of("POST", "/api/2.0/mlflow-artifacts/mpu/x/" + folder)
                .pathParameter("api", "api")
                .pathParameter("folder", folder)
                .header("content-type", "application/json")
                .body(body.getBytes(UTF_8))
                .to(handler);
    }

    private static Answer post(ApiHandler handler, String body) throws IOException {
        return upload(handler, "", body);
    }

    @Test
    void anUploadInPartsBeginsWithARequestForEach() throws IOException {
        Answer answer =
                upload(new CreateMultipartUpload(transfers), FOLDER, "{\"path\": \"model.pkl\", \"num_parts\": 2}");
        assertThat(answer.text())
                .isEqualTo("{\"upload_id\":\"upload-1\",\"credentials\":["
                        + "{\"url\":\"https://s3/0/run/artifacts/model/model.pkl?part-1&3600\",\"part_number\":1},"
                        + "{\"url\":\"https://s3/0/run/artifacts/model/model.pkl?part-2&3600\",\"part_number\":2}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.bin", "/home/me/a.bin", "C:\\\\data\\\\a.bin", "data\\\\a.bin", "up/../a.bin"})
    void theFileHasTheNameThatItHasOnTheClientsMachine(String localFile) throws IOException {
        Answer answer = upload(new CreateMultipartUpload(transfers), FOLDER, "{\"path\": \"" + localFile + "\"}");
        assertThat(answer.text()).contains("https://s3/0/run/artifacts/model/a.bin?part-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/..", "x%2f..%2f..%2fy", "%2e%2e", "a%00", "%5c..%5ca"})
    void noUploadLeavesItsFolder(String hostile) throws IOException {
        String body = "{\"path\": \"" + hostile + "\", \"num_parts\": 1, \"upload_id\": \"upload-1\","
                + " \"parts\": [{\"part_number\": 1, \"etag\": \"e\"}]}";
        String honest = body.replace(hostile, "a.bin");
        for (ApiHandler handler : new ApiHandler[] {
            new CreateMultipartUpload(transfers),
            new CompleteMultipartUpload(transfers),
            new AbortMultipartUpload(transfers)
        }) {
            for (Answer answer : new Answer[] {upload(handler, FOLDER, body), upload(handler, hostile, honest)}) {
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.text()).contains("INVALID_PARAMETER_VALUE", "Invalid path");
            }
        }
        assertThat(store.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                   | 400 | Missing value for required parameter 'path'.",
                "{\"path\": \"folder/\"}              | 400 | must include a filename",
                "{\"path\": 5}                        | 400 | Invalid value 5 for parameter 'path'",
                "{\"path\": \"a\", \"num_parts\": -1} | 400 | num_parts must not be negative",
                "{\"path\": \"a\", \"num_parts\": \"x\"} | 400 | Invalid value \\\"x\\\" for parameter 'num_parts'",
                "{\"path\": \"a\", \"num_parts\": 6}  | 413 | MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE",
            })
    void anUploadThatCannotBeginIsRefused(String body, int status, String message) throws IOException {
        Answer answer = upload(new CreateMultipartUpload(transfers), FOLDER, body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains(message);
    }

    @Test
    void anEmptyFileHasAPartToo() throws IOException {
        assertThat(upload(new CreateMultipartUpload(transfers), FOLDER, "{\"path\": \"a\", \"num_parts\": 0}")
                        .text())
                .contains("\"part_number\":1}]");
    }

    @Test
    void anUploadIsCompletedOrAborted() throws IOException {
        Answer completed = upload(
                new CompleteMultipartUpload(transfers),
                FOLDER,
                "{\"path\": \"a\", \"upload_id\": \"u\", \"parts\": [{\"part_number\": 1, \"etag\": \"e\", \"url\": \"x\"}]}");
        assertThat(completed.text()).isEqualTo("{}");
        Answer aborted = upload(new AbortMultipartUpload(transfers), FOLDER, "{\"path\": \"a\", \"upload_id\": \"u\"}");
        assertThat(aborted.text()).isEqualTo("{}");
        assertThat(store.calls)
                .containsExactly(
                        "complete 0/run/artifacts/model/a u [UploadedPart[number=1, etag=e]]",
                        "abort 0/run/artifacts/model/a u");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                                           | required parameter 'parts'",
                "[{\"etag\": \"e\"}]                                          | required parameter 'parts[0].part_number'",
                "[{\"part_number\": 1}]                                       | required parameter 'parts[0].etag'",
                "[{\"part_number\": 0, \"etag\": \"e\"}]                      | 0 cannot follow 0",
                "[{\"part_number\": 10001, \"etag\": \"e\"}]                  | 10001 cannot follow 0",
                "[{\"part_number\": 2, \"etag\": \"e\"}, {\"part_number\": 1, \"etag\": \"e\"}] | 1 cannot follow 2",
                "[{\"part_number\": 2, \"etag\": \"e\"}, {\"part_number\": 2, \"etag\": \"e\"}] | 2 cannot follow 2",
            })
    void partsThatMakeNoFileAreRefused(String parts, String message) throws IOException {
        Answer answer = upload(
                new CompleteMultipartUpload(transfers),
                FOLDER,
                "{\"path\": \"a\", \"upload_id\": \"u\", \"parts\": " + parts + "}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains(message);
        assertThat(store.calls).isEmpty();
    }

    @Test
    void aDownloadIsSignedWithItsSize() throws IOException {
        Answer answer = HandlerCall.of("GET", "/x")
                .pathParameter("path", FOLDER + "/MLmodel")
                .to(new GetPresignedDownloadUrl(transfers));
        assertThat(answer.text())
                .isEqualTo(
                        "{\"url\":\"https://s3/0/run/artifacts/model/MLmodel?get&300\",\"headers\":{},\"file_size\":11}");
        Answer missing =
                HandlerCall.of("GET", "/x").pathParameter("path", FOLDER).to(new GetPresignedDownloadUrl(transfers));
        assertThat(missing.status()).isEqualTo(404);
    }

    @Test
    void aVersionsAndALoggedModelsFileIsSignedWhereThatIsAskedFor() throws IOException {
        Downloads downloads = new Downloads(artifacts, transfers, 100);
        assertThat(HandlerCall.of("GET", "/x?name=a&version=1&path=MLmodel&presigned=true")
                        .to(new GetModelVersionArtifact(downloads))
                        .text())
                .contains("\"url\":\"https://s3/0/run/artifacts/model/MLmodel?get&300\"");
        assertThat(HandlerCall.of("GET", "/x?artifact_file_path=MLmodel&presigned=true")
                        .pathParameter("model_id", "m-1")
                        .to(new GetLoggedModelArtifact(downloads))
                        .text())
                .contains("\"url\":\"https://s3/0/models/m-1/artifacts/MLmodel?get&300\"");
    }

    @Test
    void singleFilesAreSignedForRunsAndModelsOnS3() throws IOException {
        assertThat(post(
                                new CreatePresignedDownloadUrl(transfers),
                                "{\"run_id\": \"run-on-s3\", \"path\": \"notes.md\"}")
                        .text())
                .isEqualTo("{\"presigned_url\":\"https://s3/0/run/artifacts/notes.md?get&300\",\"file_size\":5}");
        CreatePresignedUploadUrl upload = new CreatePresignedUploadUrl(transfers);
        assertThat(post(upload, "{\"run_id\": \"run-on-s3\", \"path\": \"a/b.txt\"}")
                        .text())
                .isEqualTo("{\"presigned_url\":\"https://s3/0/run/artifacts/a/b.txt?put&900\","
                        + "\"headers\":{\"content-type\":\"text/plain\"}}");
        assertThat(post(upload, "{\"model_id\": \"m-on-s3\", \"path\": \"b.txt\", \"expiration\": 60}")
                        .text())
                .contains("https://s3/0/models/m-on-s3/artifacts/b.txt?put&60");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"run_id\": \"run\", \"path\": \"a\"} | 400 | for proxied artifact storage (artifact URI scheme: mlflow-artifacts)",
                "{\"model_id\": \"m-1\", \"path\": \"a\"} | 400 | for proxied artifact storage (artifact URI scheme: mlflow-artifacts)",
                "{\"run_id\": \"run-elsewhere\", \"path\": \"a\"} | 400 | does not read other buckets",
                "{\"run_id\": \"run\"} | 400 | Missing value for required parameter 'path'.",
                "{\"path\": \"a\"} | 400 | Exactly one of run_id and model_id must be provided.",
                "{\"run_id\": \"r\", \"model_id\": \"m\", \"path\": \"a\"} | 400 | Exactly one of run_id and model_id",
                "{\"run_id\": \"nope\", \"path\": \"a\"} | 404 | Run with id=nope not found",
                "{\"run_id\": \"run-on-s3\", \"path\": \"../a\"} | 400 | Invalid path",
                "{\"run_id\": \"run-on-s3\", \"path\": \"a\", \"expiration\": 0} | 400 | expiration must be between 1 and 604800",
                "{\"run_id\": \"run-on-s3\", \"path\": \"a\", \"expiration\": 604801} | 400 | (got 604801)",
            })
    void singleFilesAreNotSignedOtherwise(String body, int status, String message) throws IOException {
        Answer answer = post(new CreatePresignedUploadUrl(transfers), body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains(message);
    }
}
