package io.lambdaregistry.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.RegistrySuite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests as clients send them. The responses have the statuses, codes and messages of MLflow's server. */
public class TrackingApiTest extends RegistrySuite {
    private final HttpClient http = HttpClient.newHttpClient();
    private String experimentId;
    private String runId;
    private int experiments;

    @BeforeEach
    void createRun() {
        experimentId = ok("POST", "experiments/create", "{'name': 'api%d'}".formatted(experiments++))
                .replaceAll("\\D", "");
        String created =
                ok("POST", "runs/create", "{'experiment_id': '%s', 'run_name': 'api'}".formatted(experimentId));
        runId = created.replaceAll(".*\"run_id\":\"(\\w+)\".*", "$1");
    }

    @AfterAll
    void stop() {
        http.close();
    }

    /** @param body with single quotes for double ones; {@code $run} and {@code $experiment} stand for the ids */
    private HttpResponse<String> send(String method, String path, String body) {
        String json = withIds(body).replace('\'', '"');
        HttpRequest request = HttpRequest.newBuilder(URI.create(local.uri() + "/api/2.0/mlflow/" + withIds(path)))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String withIds(String text) {
        return text.replace("$run", String.valueOf(runId)).replace("$experiment", String.valueOf(experimentId));
    }

    private String ok(String method, String path, String body) {
        HttpResponse<String> response = send(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private void refused(String method, String path, String body, int status, String code, String message) {
        HttpResponse<String> response = send(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains("\"error_code\":\"" + code + "\"");
        assertThat(((Map<?, ?>) Objects.requireNonNull(Json.parse(response.body()))).get("message"))
                .asString()
                .contains(withIds(message));
    }

    private void invalid(String path, String body, String message) {
        refused("POST", path, body, 400, "INVALID_PARAMETER_VALUE", message);
    }

    @Test
    void theDefaultExperimentIsAnsweredWhole() {
        assertThat(ok("GET", "experiments/get-by-name?experiment_name=Default", ""))
                .matches("\\{\"experiment\":\\{\"experiment_id\":\"0\",\"name\":\"Default\","
                        + "\"artifact_location\":\"mlflow-artifacts:/0\",\"lifecycle_stage\":\"active\","
                        + "\"last_update_time\":\\d+,\"creation_time\":\\d+,\"workspace\":\"default\"}}");
    }

    @Test
    void writesWithoutAnAnswerAreEmptyObjects() {
        assertThat(ok("POST", "experiments/set-experiment-tag", "{'experiment_id': '$experiment', 'key': 'k'}"))
                .isEqualTo("{}");
        assertThat(ok("POST", "runs/log-parameter", "{'run_id': '$run', 'run_uuid': '$run', 'key': 'p'}"))
                .isEqualTo("{}");
        assertThat(ok("POST", "runs/set-tag", "{'run_uuid': '$run', 'key': 'k', 'value': 'v'}"))
                .isEqualTo("{}");
        assertThat(ok("POST", "runs/delete-tag", "{'run_id': '$run', 'key': 'k'}"))
                .isEqualTo("{}");
        assertThat(ok("GET", "metrics/get-history?run_id=none&metric_key=m", ""))
                .isEqualTo("{}");
    }

    @Test
    void metricsComeAsNumbersAndAsProtoTexts() {
        ok("POST", "runs/log-metric", "{'run_id': '$run', 'key': 'm', 'value': 'Infinity', 'timestamp': '1'}");
        ok("POST", "runs/log-metric", "{'run_id': '$run', 'key': 'm', 'value': NaN, 'timestamp': 2, 'step': 3}");
        String points = "{\"key\":\"m\",\"value\":1.7976931348623157E308,\"timestamp\":1,\"step\":0},"
                + "{\"key\":\"m\",\"value\":\"NaN\",\"timestamp\":2,\"step\":3}";
        assertThat(ok("GET", "metrics/get-history?run_uuid=$run&run_id=$run&metric_key=m", ""))
                .isEqualTo("{\"metrics\":[" + points + "]}");
        assertThat(ok("GET", "metrics/get-history-bulk-interval?run_ids=$run&metric_key=m&max_results=1", ""))
                .contains("\"step\":3,\"run_id\":\"" + runId + "\"")
                .doesNotContain("\"step\":0");
        assertThat(ok("GET", "metrics/get-history-bulk?run_id=$run&metric_key=m", ""))
                .contains("\"step\":0");
        refused(
                "GET",
                "metrics/get-history-bulk?run_id=$run&metric_key=m&max_results=-1",
                "",
                400,
                "INVALID_PARAMETER_VALUE",
                "negative max_results");
    }

    @Test
    void missingAndWrongParametersAreNamed() {
        String seeDocs = ". See the API docs for more information about request parameters.";
        invalid("experiments/create", "{}", "Missing value for required parameter 'name'" + seeDocs);
        invalid("runs/log-metric", "{'run_id': '$run', 'key': 'm', 'timestamp': 1}", "required parameter 'value'");
        invalid(
                "runs/log-batch",
                "{'run_id': '$run', 'metrics': [{'key': 'a', 'value': 1}]}",
                "Missing value for required parameter 'metrics[0].timestamp'" + seeDocs);
        invalid("runs/log-batch", "{'run_id': '$run', 'tags': [{'key': 'a'}, {}]}", "parameter 'tags[1].key'");
        invalid("runs/log-batch", "{'run_id': 'a/b'}", "Invalid value \"a/b\" for parameter 'run_id' supplied.");
        invalid("runs/create", "{'experiment_id': '$experiment', 'start_time': 'x'}", "Value was of type 'str'");
        invalid("runs/search", "{'experiment_ids': 'x'}", "Invalid value \"x\" for parameter 'experiment_ids'");
        invalid("runs/search", "{'experiment_ids': ['x']}", "Invalid experiment ID 'x'");
        invalid("runs/search", "{'max_results': 50001}", "Invalid value 50001 for parameter 'max_results'");
        invalid("experiments/search", "{}", "Invalid value 0 for parameter 'max_results'");
        invalid("logged-models/search", "{}", "Missing value for required parameter 'experiment_ids'");
        invalid("runs/outputs", "{'run_id': '$run'}", "Missing value for required parameter 'models'");
        refused(
                "PATCH",
                "logged-models/m-1",
                "{'model_id': 'm-1'}",
                400,
                "INVALID_PARAMETER_VALUE",
                "Missing value for required parameter 'status'");
    }

    @Test
    void missingThingsAreNotFound() {
        refused("GET", "experiments/get?experiment_id=999", "", 404, "RESOURCE_DOES_NOT_EXIST", "id=999 exists");
        refused("GET", "runs/get?run_id=no", "", 404, "RESOURCE_DOES_NOT_EXIST", "Run with id=no not found");
        refused("GET", "logged-models/m-no", "", 404, "RESOURCE_DOES_NOT_EXIST", "'m-no' not found");
        refused("DELETE", "logged-models/m-no/tags/t", "", 404, "RESOURCE_DOES_NOT_EXIST", "'m-no' not found");
    }

    @Test
    void aRunIsUpdatedByNamesOrNumbersOfStatuses() {
        assertThat(ok("POST", "runs/update", "{'run_id': '$run', 'status': 'FAILED', 'end_time': 7}"))
                .startsWith("{\"run_info\":")
                .contains("\"status\":\"FAILED\"", "\"end_time\":7");
        assertThat(ok("POST", "runs/update", "{'run_id': '$run', 'status': 3}")).contains("\"FINISHED\"");
        assertThat(ok("POST", "runs/update", "{'run_id': '$run', 'status': 'NONE'}"))
                .contains("\"FINISHED\"");
    }

    @Test
    void aLoggedModelIsCreatedFinishedLinkedAndFound() {
        String created = ok(
                "POST",
                "logged-models",
                "{'experiment_id': '$experiment', 'name': 'm', 'source_run_id': '$run', 'tags': [{'key': 'a', 'value': 'b'}]}");
        String id = created.replaceAll(".*\"model_id\":\"(m-\\w+)\".*", "$1");
        String path = "logged-models/" + id;
        assertThat(ok("PATCH", path, "{'model_id': '%s', 'status': 'LOGGED_MODEL_READY'}".formatted(id)))
                .contains("LOGGED_MODEL_READY");
        ok("POST", path + "/params", "{'model_id': '%s', 'params': [{'key': 'p', 'value': '1'}]}".formatted(id));
        ok("PATCH", path + "/tags", "{'model_id': '%s', 'tags': [{'key': 't', 'value': '1'}]}".formatted(id));
        ok("DELETE", path + "/tags/a", "");
        ok("POST", "runs/outputs", "{'run_id': '$run', 'models': [{'model_id': '%s', 'step': 2}]}".formatted(id));
        ok("POST", "runs/log-inputs", "{'run_id': '$run', 'models': [{'model_id': '%s'}]}".formatted(id));
        assertThat(ok("GET", "runs/get?run_id=$run", ""))
                .contains("\"outputs\":{\"model_outputs\":[{\"model_id\":\"" + id + "\",\"step\":2}]}")
                .contains("\"inputs\":{\"model_inputs\":[{\"model_id\":\"" + id + "\"}]}");
        String search = "{'experiment_ids': ['$experiment'], 'filter': 'params.p = \\'1\\'',"
                + " 'order_by': [{'field_name': 'name'}]}";
        assertThat(ok("POST", "logged-models/search", search.replace("\\'", "\\u0027")))
                .contains(id);
        ok("DELETE", path, "");
        refused("GET", path, "", 404, "RESOURCE_DOES_NOT_EXIST", "not found");
        assertThat(ok("GET", path + "?allow_deleted=true", "")).contains(id);
    }

    @Test
    void deletingAndRestoring() {
        ok("POST", "runs/delete", "{'run_id': '$run'}");
        assertThat(ok("POST", "runs/search", "{'experiment_ids': ['$experiment'], 'run_view_type': 'DELETED_ONLY'}"))
                .contains("\"lifecycle_stage\":\"deleted\"");
        ok("POST", "runs/restore", "{'run_id': '$run'}");
        ok("POST", "experiments/delete", "{'experiment_id': '$experiment'}");
        refused(
                "POST",
                "experiments/update",
                "{'experiment_id': '$experiment', 'new_name': 'x'}",
                400,
                "INVALID_STATE",
                "non-active");
        ok("POST", "experiments/restore", "{'experiment_id': '$experiment'}");
    }
}
