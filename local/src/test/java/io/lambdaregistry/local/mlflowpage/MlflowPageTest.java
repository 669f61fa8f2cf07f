package io.lambdaregistry.local.mlflowpage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.gateway.FunctionLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MlflowPageTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path environment;

    private static LocalRegistry registry;

    @BeforeAll
    static void start() throws Exception {
        Path page = environment.resolve("lib/python3.12/site-packages/mlflow/server/js/build");
        Files.createDirectories(page.resolve("static"));
        Files.writeString(page.resolve("index.html"), "<title>MLflow</title>");
        Files.writeString(page.resolve("static/main.js"), "main()");
        registry = LocalRegistry.start(Options.inMemory(), MlflowPackage.in(environment), FunctionLog.CONSOLE);
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void thePageAndItsFilesAreServed() throws Exception {
        assertThat(get("/").body()).isEqualTo("<title>MLflow</title>");
        HttpResponse<String> script = get("/static-files/static/main.js");
        assertThat(script.body()).isEqualTo("main()");
        assertThat(script.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).contains("javascript"));
    }

    @Test
    void noOtherSiteFramesAnyOfIt() throws Exception {
        for (String path :
                List.of("/", "/static-files/static/main.js", "/static-files/nope", "/graphql", "/nope", "/health")) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.headers().firstValue("x-frame-options")).as(path).hasValue("SAMEORIGIN");
            assertThat(answer.headers().firstValue("content-security-policy"))
                    .as(path)
                    .hasValueSatisfying(policy -> assertThat(policy).contains("frame-ancestors 'self'"));
        }
    }

    @Test
    void nothingBesideThePageIsServed() throws Exception {
        Files.writeString(environment.resolve("lib/python3.12/site-packages/mlflow/server/secret.txt"), "secret");
        // of its own, since the server ends a connection behind such a path, which another request might be sent on
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path : List.of("/static-files/../../secret.txt", "/static-files/%2e%2e/%2e%2e/secret.txt")) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create(registry.uri() + path))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
                assertThat(answer.body()).doesNotContain("secret\n").isNotEqualTo("secret");
            }
        }
    }

    @Test
    void theApiIsTheRegistrys() throws Exception {
        assertThat(get("/ajax-api/2.0/mlflow/experiments/get?experiment_id=0").body())
                .contains("\"Default\"");
    }

    @Test
    void aRunIsAnsweredWithItsExperimentAndItsVersions() throws Exception {
        String runId = createRun();
        post("/api/2.0/mlflow/registered-models/create", "{\"name\":\"m\"}");
        post(
                "/api/2.0/mlflow/model-versions/create",
                "{\"name\":\"m\",\"source\":\"mlflow-artifacts:/0/%1$s/artifacts/x\",\"run_id\":\"%1$s\"}"
                        .formatted(runId));
        post(
                "/api/2.0/mlflow/runs/log-batch",
                "{\"run_id\":\"%s\",\"metrics\":[{\"key\":\"loss\",\"value\":0.5,\"timestamp\":7,\"step\":3},{\"key\":\"bad\",\"value\":\"NaN\",\"timestamp\":7,\"step\":0}]}"
                        .formatted(runId));
        String answer = graphQl(
                "query Q($data: MlflowGetRunInput!) @component(name: \"page\") { mlflowGetRun(input: $data) { apiError { code }"
                        + " run { info { runUuid status startTime } experiment { name } modelVersions { name version status }"
                        + " data { metrics { key value step } params { key } } inputs { datasetInputs { dataset { name } } } } } }",
                "{\"data\":{\"runId\":\"" + runId + "\"}}");
        assertThat(answer)
                .contains("\"runUuid\":\"" + runId + "\",\"status\":\"RUNNING\",\"startTime\":\"5\"")
                .contains("\"experiment\":{\"name\":\"Default\"}")
                .contains("\"modelVersions\":[{\"name\":\"m\",\"version\":\"1\",\"status\":\"READY\"}]")
                .contains(
                        "{\"key\":\"loss\",\"value\":0.5,\"step\":\"3\"}",
                        "{\"key\":\"bad\",\"value\":null,\"step\":\"0\"}")
                .contains("\"params\":[]", "\"datasetInputs\":[]", "\"errors\":null");
    }

    @Test
    void runsAreSearched() throws Exception {
        String runId = createRun();
        String answer = graphQl(
                "query Q($data: MlflowSearchRunsInput!) { mlflowSearchRuns(input: $data) { runs { info { runId } } } }",
                "{\"data\":{\"experimentIds\":[\"0\"],\"filter\":\"attributes.run_id = '" + runId + "'\"}}");
        assertThat(answer).contains("{\"runs\":[{\"info\":{\"runId\":\"" + runId + "\"}}]}");
    }

    @Test
    void aRefusalOfTheRegistryIsAnError() throws Exception {
        String answer = graphQl(
                "query Q($data: MlflowGetRunInput!) { mlflowGetRun(input: $data) { run { info { runId } } } }",
                "{\"data\":{\"runId\":\"nope\"}}");
        assertThat(answer).isEqualTo("{\"data\":{\"mlflowGetRun\":null},\"errors\":[\"Run with id=nope not found\"]}");
    }

    @Test
    void textThatIsNoQueryIsAnErrorToo() throws Exception {
        assertThat(post("/graphql", "[]").body()).contains("\"errors\":[");
        assertThat(post("/graphql", "{\"query\":\"nonsense\"}").body()).contains("\"errors\":[");
    }

    @Test
    void aFolderWithoutMlflowHasNoPage(@TempDir Path empty) throws IOException {
        assertThat(MlflowPackage.in(empty)).isEqualTo(Optional.empty());
    }

    private static String createRun() throws Exception {
        String created = post("/api/2.0/mlflow/runs/create", "{\"experiment_id\":\"0\",\"start_time\":5}")
                .body();
        return created.replaceAll("(?s).*\"run_id\":\"(\\w+)\".*", "$1");
    }

    private static String graphQl(String query, String variables) throws Exception {
        return post("/graphql", "{\"query\":" + Json.text(query) + ",\"variables\":" + variables + "}")
                .body();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(registry.uri() + path)));
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(registry.uri() + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
