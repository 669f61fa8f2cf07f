package io.lambdaregistry.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.HandlerInstances;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.gateway.Gateway;
import io.lambdaregistry.local.gateway.Route;
import io.lambdaregistry.local.gateway.Template;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Asks every operation of template.yaml for its largest answer, about things that hold as much as they take, through the local
 * gateway. What the function wrote as its response is measured: Lambda passes on 6,291,556 bytes of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargestAnswersTest {
    private static final int LIMIT_OF_LAMBDA = 6_291_556;

    /** Operations whose answer is the same size whatever the registry holds, or that of one request. */
    private static final Set<String> CONSTANT = Stream.of(
                    "POST registered-models/create",
                    "DELETE registered-models/delete",
                    "POST registered-models/set-tag",
                    "DELETE registered-models/delete-tag",
                    "POST registered-models/alias",
                    "DELETE registered-models/alias",
                    "POST model-versions/create",
                    "DELETE model-versions/delete",
                    "GET model-versions/get-download-uri",
                    "POST model-versions/set-tag",
                    "DELETE model-versions/delete-tag",
                    "POST experiments/create",
                    "POST experiments/update",
                    "POST experiments/delete",
                    "POST experiments/restore",
                    "POST experiments/set-experiment-tag",
                    "POST experiments/delete-experiment-tag",
                    "POST runs/create",
                    "POST runs/update",
                    "POST runs/delete",
                    "POST runs/restore",
                    "POST runs/log-metric",
                    "POST runs/log-parameter",
                    "POST runs/log-batch",
                    "POST runs/set-tag",
                    "POST runs/delete-tag",
                    "POST runs/log-inputs",
                    "POST runs/outputs",
                    "POST runs/log-model",
                    "POST logged-models",
                    "DELETE logged-models/{model_id}",
                    "POST logged-models/{model_id}/params",
                    "PATCH logged-models/{model_id}/tags",
                    "DELETE logged-models/{model_id}/tags/{tag_key}",
                    "POST artifacts/presigned-download-url",
                    "POST artifacts/presigned-upload-url",
                    "POST webhooks",
                    "GET webhooks/{webhook_id}",
                    "PATCH webhooks/{webhook_id}",
                    "DELETE webhooks/{webhook_id}",
                    "POST webhooks/{webhook_id}/test")
            .map(key -> key.replace(" ", " /{api}/2.0/mlflow/"))
            .collect(Collectors.toSet());

    private static final Set<String> CONSTANT_ELSEWHERE = Set.of(
            "PUT /{api}/2.0/mlflow-artifacts/artifacts/{path+}",
            "DELETE /{api}/2.0/mlflow-artifacts/artifacts/{path+}",
            "POST /{api}/2.0/mlflow-artifacts/mpu/create/{folder+}",
            "POST /{api}/2.0/mlflow-artifacts/mpu/complete/{folder+}",
            "POST /{api}/2.0/mlflow-artifacts/mpu/abort/{folder+}",
            "GET /{api}/2.0/mlflow-artifacts/presigned/{path+}",
            "POST /{api}/2.0/registry/gc",
            "POST /{api}/2.0/registry/model-versions/signatures",
            "POST /{api}/2.0/registry/trusted-keys",
            "GET /health",
            "GET /version",
            "GET /{api}/3.0/mlflow/server-info",
            "ANY /{api}/3.0/mlflow/workspaces",
            "ANY /{api}/3.0/mlflow/workspaces/{workspace_name}",
            "GET /",
            "GET /ui/{path+}");

    /** Answers of files, which are sent as they are where nothing limits them: ArtifactSettings has Lambda's limit. */
    private static final Set<String> FILES = Set.of(
            "GET /{api}/2.0/mlflow-artifacts/artifacts/{path+}",
            "GET /get-artifact",
            "GET /model-versions/get-artifact",
            "GET /{api}/2.0/mlflow/logged-models/{model_id}/artifacts/files");

    private static final String MLFLOW = "/api/2.0/mlflow/";
    private static final String OWN = "/api/2.0/registry/";
    private static final int VERSIONS = 3;

    /** With long paths, more than a part of a manifest has. */
    private static final int FILES_OF_A_VERSION = 400;

    private static final int KEYS = 140;
    private static final int MOST_OF_A_PEM = 16_384;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Integer> largest = new ConcurrentHashMap<>();
    private LocalRegistry registry;
    private Gateway gateway;
    private String experiment = "";
    private String run = "";
    private String logged = "";

    @BeforeAll
    void makeLargeThings() throws Exception {
        registry = LocalRegistry.inMemory();
        Map<String, RequestStreamHandler> handlers = new ConcurrentHashMap<>();
        gateway = Gateway.start(
                Gateway.Address.anyPort(),
                Template.routes(),
                route -> measured(
                        route,
                        handlers.computeIfAbsent(
                                route.handlerClass(),
                                handlerClass -> HandlerInstances.make(handlerClass, registry.services()))));
        makeTrackingThings();
        makeRegistryThings();
        makeTrustedKeys();
        awaitSeal();
    }

    @AfterAll
    void close() throws Exception {
        gateway.close();
        registry.close();
        http.close();
    }

    private RequestStreamHandler measured(Route route, RequestStreamHandler handler) {
        return (input, output, context) -> {
            ByteArrayOutputStream response = new ByteArrayOutputStream();
            handler.handleRequest(input, response, context);
            largest.merge(route.key(), response.size(), Math::max);
            response.writeTo(output);
        };
    }

    /** Prose, which compresses as prose does. */
    private static String text(int seed, int length) {
        StringBuilder text = new StringBuilder();
        for (int word = seed; text.length() < length; word++) {
            text.append("the \"word\" ").append(word * 2_654_435_761L % 100_003).append(' ');
        }
        return text.substring(0, length);
    }

    private void makeTrackingThings() throws Exception {
        experiment = string(post("experiments/create", Map.of("name", "large")), "experiment_id");
        String tag = text(1, 20_000);
        fill("experiments/set-experiment-tag", Map.of("experiment_id", experiment), tag);
        for (int i = 0; i < 2; i++) {
            run = string(
                    object(object(post("runs/create", Map.of("experiment_id", experiment)), "run"), "info"), "run_id");
            fillRun(i);
        }
        for (int batch = 0; batch < 20; batch++) {
            int first = batch * 1_000;
            List<Map<String, Object>> points = IntStream.range(first, first + 1_000)
                    .mapToObj(step -> Map.<String, Object>of(
                            "key", METRIC, "value", 0.5, "timestamp", 1_000 + step, "step", step))
                    .toList();
            post("runs/log-batch", Map.of("run_id", run, "metrics", points));
        }
        for (int i = 0; i < 2; i++) {
            Map<String, Object> model = Map.of("experiment_id", experiment, "name", "large", "source_run_id", run);
            logged = string(object(object(post("logged-models", model), "model"), "info"), "model_id");
            Map<String, String> tags = new TreeMap<>();
            for (int t = 0; t < 200; t++) {
                tags.put("t" + t, text(t, 10_000));
            }
            send("PATCH", MLFLOW + "logged-models/" + logged + "/tags", Map.of("tags", keyValues(tags)));
        }
        String files = "/api/2.0/mlflow-artifacts/artifacts/" + experiment + "/" + run + "/artifacts/";
        String folders = ("d".repeat(200) + "/").repeat(3);
        for (int i = 0; i < FILES_OF_A_VERSION; i++) {
            send("PUT", files + folders + i, null);
        }
    }

    /** Logs tags, a hundred at once, until the run takes no more. */
    private void fillRun(int seed) throws Exception {
        for (int batch = 0; batch < 100; batch++) {
            Map<String, String> tags = new TreeMap<>();
            for (int i = 0; i < 90; i++) {
                tags.put("t" + batch + "-" + i, text(seed + i, 8_000));
            }
            Map<String, Object> body = Map.of("run_id", run, "tags", keyValues(tags));
            if (sending("POST", MLFLOW + "runs/log-batch", body).statusCode() != 200) {
                return;
            }
        }
        throw new AssertionError("it is never full");
    }

    private static final String METRIC = "m".repeat(250);

    private static List<Map<String, String>> keyValues(Map<String, String> map) {
        return map.entrySet().stream()
                .map(entry -> Map.of("key", entry.getKey(), "value", entry.getValue()))
                .toList();
    }

    /** Sets tags until the thing takes no more. */
    private void fill(String operation, Map<String, String> thing, String value) throws Exception {
        for (int i = 0; i < 5_000; i++) {
            Map<String, String> tag = new TreeMap<>(thing);
            tag.put("key", "t" + i);
            tag.put("value", i + value.substring(8));
            if (sending("POST", MLFLOW + operation, tag).statusCode() != 200) {
                return;
            }
        }
        throw new AssertionError("it is never full");
    }

    private void makeRegistryThings() throws Exception {
        post("registered-models/create", Map.of("name", "large"));
        post("registered-models/create", Map.of("name", "larger"));
        fill("registered-models/set-tag", Map.of("name", "large"), text(1, 99_000));
        Map<String, String> tags = new TreeMap<>();
        String source = "mlflow-artifacts:/" + experiment + "/" + run + "/artifacts";
        for (int t = 0; t < 45; t++) {
            tags.put("t" + t, text(t, 99_000));
        }
        for (int version = 1; version <= VERSIONS; version++) {
            post(
                    "model-versions/create",
                    Map.of("name", "large", "source", source, "run_id", run, "tags", keyValues(tags)));
        }
        List<String> stages = List.of("Staging", "Production");
        for (int version = 1; version <= stages.size(); version++) {
            post(
                    "model-versions/transition-stage",
                    Map.of("name", "large", "version", "" + version, "stage", stages.get(version - 1)));
        }
        post("registered-models/alias", Map.of("name", "large", "alias", "champion", "version", "3"));
    }

    /** Each is as long as it may be, of line ends, which take three bytes each. */
    private void makeTrustedKeys() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("Ed25519");
        for (int i = 0; i < KEYS; i++) {
            String key = Base64.getEncoder()
                    .encodeToString(keys.generateKeyPair().getPublic().getEncoded());
            String end = "-----END PUBLIC KEY-----";
            String begin = "-----BEGIN PUBLIC KEY-----\n" + key;
            String pem = begin + "\n".repeat(MOST_OF_A_PEM - begin.length() - end.length()) + end;
            send("POST", OWN + "trusted-keys", Map.of("name", "key " + i, "pem", pem));
        }
    }

    /** A version has its manifest some time after it was registered. */
    private void awaitSeal() throws Exception {
        for (int tenths = 0; tenths < 3_000; tenths++) {
            if (send("GET", OWN + "model-versions/manifest?name=large&version=1", null)
                    .containsKey("files")) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("it is never sealed");
    }

    /** A request for the largest answer of an operation, and the list whose elements are on several pages, if there is one. */
    private record Row(
            String key,
            String method,
            String path,
            @Nullable Object body,
            String list) {}

    private static Row get(String key, String target) {
        return page(key, target, "");
    }

    private static Row page(String key, String target, String list) {
        return new Row("GET " + key, "GET", target, null, list);
    }

    private static Row send(String key, String method, String target, Object body, String list) {
        return new Row(method + " " + key, method, target, body, list);
    }

    private static String mlflow(String operation) {
        return "/{api}/2.0/mlflow/" + operation;
    }

    private static String own(String operation) {
        return "/{api}/2.0/registry/" + operation;
    }

    private List<Row> rows() {
        String large = "?name=large";
        String allVersions = "?max_results=200000&filter=" + encoded("name = 'large'");
        String ofRun = "?run_id=" + run;
        Map<String, Object> ofExperiment = Map.of("experiment_ids", List.of(experiment), "max_results", 1_000);
        return List.of(
                get(mlflow("registered-models/get"), MLFLOW + "registered-models/get" + large),
                send(
                        mlflow("registered-models/update"),
                        "PATCH",
                        MLFLOW + "registered-models/update",
                        Map.of("name", "large", "description", "d"),
                        ""),
                send(
                        mlflow("registered-models/rename"),
                        "POST",
                        MLFLOW + "registered-models/rename",
                        Map.of("name", "large", "new_name", "large"),
                        ""),
                page(
                        mlflow("registered-models/search"),
                        MLFLOW + "registered-models/search?max_results=1000",
                        "registered_models"),
                get(
                        mlflow("registered-models/get-latest-versions"),
                        MLFLOW + "registered-models/get-latest-versions" + large),
                send(
                        mlflow("registered-models/get-latest-versions"),
                        "POST",
                        MLFLOW + "registered-models/get-latest-versions",
                        Map.of("name", "large"),
                        ""),
                get(mlflow("registered-models/alias"), MLFLOW + "registered-models/alias" + large + "&alias=champion"),
                get(mlflow("model-versions/get"), MLFLOW + "model-versions/get" + large + "&version=1"),
                send(
                        mlflow("model-versions/update"),
                        "PATCH",
                        MLFLOW + "model-versions/update",
                        Map.of("name", "large", "version", "1", "description", "d"),
                        ""),
                send(
                        mlflow("model-versions/transition-stage"),
                        "POST",
                        MLFLOW + "model-versions/transition-stage",
                        Map.of("name", "large", "version", "1", "stage", "Staging"),
                        ""),
                page(mlflow("model-versions/search"), MLFLOW + "model-versions/search" + allVersions, "model_versions"),
                get(mlflow("experiments/get"), MLFLOW + "experiments/get?experiment_id=" + experiment),
                get(mlflow("experiments/get-by-name"), MLFLOW + "experiments/get-by-name?experiment_name=large"),
                page(mlflow("experiments/search"), MLFLOW + "experiments/search?max_results=1000", "experiments"),
                send(
                        mlflow("experiments/search"),
                        "POST",
                        MLFLOW + "experiments/search",
                        Map.of("max_results", 1_000),
                        "experiments"),
                get(mlflow("runs/get"), MLFLOW + "runs/get" + ofRun),
                send(mlflow("runs/search"), "POST", MLFLOW + "runs/search", ofExperiment, "runs"),
                get(mlflow("metrics/get-history"), MLFLOW + "metrics/get-history" + ofRun + "&metric_key=" + METRIC),
                page(
                        mlflow("metrics/get-history"),
                        MLFLOW + "metrics/get-history" + ofRun + "&max_results=25000&metric_key=" + METRIC,
                        "metrics"),
                get(
                        mlflow("metrics/get-history-bulk"),
                        MLFLOW + "metrics/get-history-bulk" + ofRun + "&metric_key=" + METRIC),
                get(
                        mlflow("metrics/get-history-bulk-interval"),
                        MLFLOW + "metrics/get-history-bulk-interval?max_results=2500&metric_key=" + METRIC
                                + ("&run_ids=" + run).repeat(10)),
                get(mlflow("logged-models/{model_id}"), MLFLOW + "logged-models/" + logged),
                send(
                        mlflow("logged-models/{model_id}"),
                        "PATCH",
                        MLFLOW + "logged-models/" + logged,
                        Map.of("model_id", logged, "status", "LOGGED_MODEL_READY"),
                        ""),
                send(
                        mlflow("logged-models/search"),
                        "POST",
                        MLFLOW + "logged-models/search",
                        Map.of("experiment_ids", List.of(experiment)),
                        "models"),
                get(
                        "/{api}/2.0/mlflow-artifacts/artifacts",
                        "/api/2.0/mlflow-artifacts/artifacts?path=" + experiment + "/" + run + "/artifacts"),
                get(mlflow("artifacts/list"), MLFLOW + "artifacts/list" + ofRun),
                get(
                        mlflow("logged-models/{model_id}/artifacts/directories"),
                        MLFLOW + "logged-models/" + logged + "/artifacts/directories"),
                page(mlflow("webhooks"), MLFLOW + "webhooks", "webhooks"),
                page(own("deleted"), OWN + "deleted?max_results=1000", "deleted"),
                page(own("audit"), OWN + "audit?max_results=1000", "events"),
                get(own("audit/at"), OWN + "audit/at" + large + "&time=" + System.currentTimeMillis()),
                get(own("model-versions/artifacts"), OWN + "model-versions/artifacts" + large + "&version=1"),
                page(own("model-versions/manifest"), OWN + "model-versions/manifest" + large + "&version=1", "files"),
                get(own("model-versions/signatures"), OWN + "model-versions/signatures" + large + "&version=1"),
                page(own("trusted-keys"), OWN + "trusted-keys", "trusted_keys"),
                page(own("views/model"), OWN + "views/model" + large, "model_versions"),
                get(own("views/version"), OWN + "views/version" + large + "&version=1"),
                get(own("views/comparison"), OWN + "views/comparison" + large + "&version=1&version=2"),
                get(own("views/run"), OWN + "views/run" + ofRun),
                page(own("views/experiment"), OWN + "views/experiment?experiment_id=" + experiment, "runs"),
                // last, since the others ask for what this one brings back
                send(own("restore"), "POST", OWN + "restore", Map.of("entity", "logged_model", "id", logged), ""));
    }

    @Test
    void everyOperationHasARow() {
        Set<String> known = new TreeSet<>(CONSTANT);
        known.addAll(CONSTANT_ELSEWHERE);
        known.addAll(FILES);
        rows().forEach(row -> known.add(row.key()));
        assertThat(known)
                .containsExactlyInAnyOrderElementsOf(
                        Template.routes().all().stream().map(Route::key).collect(Collectors.toSet()));
    }

    @Test
    void everyAnswerIsPassedOnByLambda() throws Exception {
        for (Row row : rows()) {
            if (row.key().endsWith("restore")) {
                send("DELETE", MLFLOW + "logged-models/" + logged, null);
            }
            if (row.list().isEmpty()) {
                assertThat(sending(row.method(), row.path(), row.body(), "Accept-Encoding", "gzip")
                                .statusCode())
                        .as(row.path())
                        .isEqualTo(200);
                HttpResponse<byte[]> plain = sending(row.method(), row.path(), row.body());
                if (plain.statusCode() != 200 && !row.key().endsWith("restore")) {
                    assertThat(new String(plain.body(), StandardCharsets.UTF_8))
                            .as(row.path())
                            .contains("REQUEST_LIMIT_EXCEEDED", "Accept-Encoding: gzip");
                }
            } else {
                int all = pages(row, true);
                if (!row.key().contains("/views/")) { // those are for browsers, which accept gzip
                    assertThat(pages(row, false)).as(row.path()).isEqualTo(all);
                }
            }
            assertThat(largest.getOrDefault(row.key(), 0)).as(row.path()).isBetween(1, LIMIT_OF_LAMBDA);
        }
        assertThat(largest.values()).allMatch(bytes -> bytes < LIMIT_OF_LAMBDA);
    }

    /** The elements of all pages, of which none is twice. */
    private int pages(Row row, boolean gzip) throws Exception {
        Set<Object> found = new HashSet<>();
        int number = 0;
        String token = "";
        do {
            Object body = row.body();
            String path = row.path();
            if (!token.isEmpty() && body instanceof Map<?, ?> fields) {
                Map<Object, Object> next = new HashMap<>(fields);
                next.put("page_token", token);
                body = next;
            } else if (!token.isEmpty()) {
                path += (path.contains("?") ? "&" : "?") + "page_token=" + token;
            }
            String[] headers = gzip ? new String[] {"Accept-Encoding", "gzip"} : new String[] {};
            HttpResponse<byte[]> answer = sending(row.method(), path, body, headers);
            Map<?, ?> page = read(answer);
            assertThat(answer.statusCode())
                    .as("%s: %s", path, page.get("message"))
                    .isEqualTo(200);
            List<?> elements = page.get(row.list()) instanceof List<?> list ? list : List.of();
            found.addAll(elements);
            number += elements.size();
            token = page.get("next_page_token") instanceof String next ? next : "";
        } while (!token.isEmpty());
        assertThat(found).as(row.path()).hasSize(number);
        return number;
    }

    private static Map<?, ?> read(HttpResponse<byte[]> answer) throws IOException {
        byte[] body = answer.body();
        if (answer.headers().firstValue("content-encoding").isPresent()) {
            try (GZIPInputStream content = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = content.readAllBytes();
            }
        }
        return (Map<?, ?>) Objects.requireNonNull(Json.parse(body));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Map<?, ?> object(Map<?, ?> parent, String name) {
        return (Map<?, ?>) Objects.requireNonNull(parent.get(name));
    }

    private static String string(Map<?, ?> parent, String name) {
        return (String) Objects.requireNonNull(parent.get(name));
    }

    private Map<?, ?> post(String operation, Object body) throws Exception {
        return send("POST", MLFLOW + operation, body);
    }

    private Map<?, ?> send(String method, String path, @Nullable Object body) throws Exception {
        HttpResponse<byte[]> answer = sending(method, path, body, "Accept-Encoding", "gzip");
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return answer.body().length == 0 ? Map.of() : read(answer);
    }

    private HttpResponse<byte[]> sending(String method, String path, @Nullable Object body, String... headers)
            throws Exception {
        List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(List.of(headers));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.uri() + path))
                .headers(all.toArray(String[]::new))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.text(body)));
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }
}
