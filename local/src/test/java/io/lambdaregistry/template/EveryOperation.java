package io.lambdaregistry.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.functions.ArtifactSettings;
import io.lambdaregistry.functions.EventChannels;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.seal.signature.TrustedMaterial;
import io.lambdaregistry.webhook.AesSecretCipher;
import io.lambdaregistry.webhook.WebhookAddresses;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Requests to every operation of the API, one for each combination of AWS calls that an operation makes. */
final class EveryOperation implements AutoCloseable {
    /** Stands in every request where a value is, and in its headers: nobody but who may read the registry may see it. */
    static final String SECRET = "correct-horse-battery-staple";

    private static final String KEYS = "/api/2.0/registry/trusted-keys";
    private static final String SIGNATURES = "/api/2.0/registry/model-versions/signatures";
    private static final int MORE_THAN_A_PART = 9 << 20;

    /** What lets its holder in: presigned requests, uploads, pages. */
    private static final Pattern GRANTED =
            Pattern.compile("\"(?:next_page_token|upload_id)\":\"([^\"]+)\"|X-Amz-Signature=([0-9a-f]+)");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final String bucket;
    private final Set<String> granted = new HashSet<>();

    EveryOperation(URI server, String bucket) {
        this.server = server;
        this.bucket = bucket;
    }

    /** The services of an operation's function. Webhooks may name addresses here, and what is deleted is due at once. */
    static Services services(LocalRegistry registry, DynamoDbClient dynamoDb, S3Client s3) {
        return new Services(
                dynamoDb,
                registry.tableName(),
                s3,
                registry.s3Presigner(),
                registry.bucket(),
                ArtifactSettings.UNLIMITED,
                Duration.ofMillis(1),
                new EventChannels(
                        WebhookAddresses.ofSystem(true),
                        () -> new AesSecretCipher(new byte[AesSecretCipher.KEY_BYTES]),
                        () -> {
                            throw new IllegalStateException("an operation sends no wake-ups");
                        },
                        () -> requests -> {
                            throw new IllegalStateException("an operation seals no version");
                        },
                        () -> entries -> {
                            throw new IllegalStateException("an operation puts nothing on a bus");
                        },
                        () -> (body, reason) -> {
                            throw new IllegalStateException("an operation has no dead letters");
                        }));
    }

    void run() throws IOException, InterruptedException {
        ofTheServer();
        String experiment = onExperiments();
        String run = onRuns(experiment);
        String model = onLoggedModels(experiment, run);
        onMetrics(run);
        onArtifacts(experiment, run, model);
        onUploadsToS3(experiment);
        onWebhooks();
        onRegisteredModels(experiment, run, model);
        onEnds(experiment, run, model);
        onWhatIsDeleted(experiment, run);
    }

    @Override
    public void close() {
        http.close();
    }

    /** What the answers gave that lets its holder in. */
    Set<String> granted() {
        return granted;
    }

    private void ofTheServer() throws IOException, InterruptedException {
        send("GET", "/health", "", 200);
        send("GET", "/version", "", 200);
        send("GET", "/api/3.0/mlflow/server-info", "", 200);
        send("GET", "/api/3.0/mlflow/workspaces", "", 503);
        send("GET", "/api/3.0/mlflow/workspaces/default", "", 503);
    }

    /** The searches come first: it is they that find a registry in which nothing has been made. */
    private String onExperiments() throws IOException, InterruptedException {
        get("experiments/get?experiment_id=0");
        get("experiments/get-by-name?experiment_name=Default");
        String id = string(post("experiments/create", "{'name': 'first'}"), "experiment_id");
        post("experiments/create", "{'name': 'second'}");
        String token = string(get("experiments/search?max_results=1"), "next_page_token");
        get("experiments/search?max_results=1&page_token=" + token);
        post("experiments/search", "{'max_results': 10}");
        post("experiments/update", "{'experiment_id': '%s', 'new_name': 'renamed'}".formatted(id));
        post("experiments/set-experiment-tag", "{'experiment_id': '%s', 'key': 'k', 'value': 'v'}".formatted(id));
        post("experiments/delete-experiment-tag", "{'experiment_id': '%s', 'key': 'k'}".formatted(id));
        return id;
    }

    private String onRuns(String experiment) throws IOException, InterruptedException {
        String run = newRun(experiment);
        newRun(experiment);
        get("runs/get?run_id=" + run);
        post("runs/update", "{'run_id': '%s', 'status': 'FINISHED', 'end_time': 2}".formatted(run));
        post("runs/log-metric", metric(run, 1));
        post("runs/log-metric", metric(run, 2));
        post("runs/log-parameter", "{'run_id': '%s', 'key': 'p', 'value': 'v'}".formatted(run));
        post(
                "runs/log-batch",
                "{'run_id': '%s', 'metrics': [{'key': 'n', 'value': 1, 'timestamp': 1, 'step': 0}], 'params': [], 'tags': []}"
                        .formatted(run));
        post("runs/set-tag", "{'run_id': '%s', 'key': 'k', 'value': 'v'}".formatted(run));
        post("runs/delete-tag", "{'run_id': '%s', 'key': 'k'}".formatted(run));
        post(
                "runs/log-inputs",
                ("{'run_id': '%s', 'datasets': [{'tags': [], 'dataset': {'name': 'd', 'digest': '1', 'source_type': 's',"
                                + " 'source': 's'}}]}")
                        .formatted(run));
        post(
                "runs/log-model",
                "{'run_id': '%s', 'model_json': '{`run_id`: `%s`, `artifact_path`: `model`, `utc_time_created`: `x`, `flavors`: {}}'}"
                        .formatted(run, run)
                        .replace("`", "\\\""));
        String search = "{'experiment_ids': ['%s'], 'max_results': 1".formatted(experiment);
        String token = string(post("runs/search", search + "}"), "next_page_token");
        post("runs/search", search + ", 'page_token': '%s'}".formatted(token));
        return run;
    }

    private String newRun(String experiment) throws IOException, InterruptedException {
        Map<?, ?> created = post("runs/create", "{'experiment_id': '%s', 'start_time': 1}".formatted(experiment));
        return string(object(object(created, "run"), "info"), "run_id");
    }

    private static String metric(String run, int step) {
        return "{'run_id': '%s', 'key': 'm', 'value': 1.5, 'timestamp': 1, 'step': %d}".formatted(run, step);
    }

    private String onLoggedModels(String experiment, String run) throws IOException, InterruptedException {
        String model = newLoggedModel(experiment, run);
        newLoggedModel(experiment, run);
        String path = "logged-models/" + model;
        get(path);
        mlflow("PATCH", path, "{'model_id': '%s', 'status': 'LOGGED_MODEL_READY'}".formatted(model));
        post(path + "/params", "{'model_id': '%s', 'params': [{'key': 'p', 'value': 'v'}]}".formatted(model));
        mlflow("PATCH", path + "/tags", "{'tags': [{'key': 'k', 'value': 'v'}]}");
        mlflow("DELETE", path + "/tags/k", "");
        post("runs/outputs", "{'run_id': '%s', 'models': [{'model_id': '%s', 'step': 0}]}".formatted(run, model));
        post(
                "runs/log-metric",
                "{'run_id': '%s', 'key': 'a', 'value': 1, 'timestamp': 1, 'step': 0, 'model_id': '%s'}"
                        .formatted(run, model));
        String search = "{'experiment_ids': ['%s'], 'max_results': 1".formatted(experiment);
        String token = string(post("logged-models/search", search + "}"), "next_page_token");
        post("logged-models/search", search + ", 'page_token': '%s'}".formatted(token));
        return model;
    }

    private String newLoggedModel(String experiment, String run) throws IOException, InterruptedException {
        Map<?, ?> created = post(
                "logged-models",
                "{'experiment_id': '%s', 'name': 'model', 'source_run_id': '%s'}".formatted(experiment, run));
        return string(object(object(created, "model"), "info"), "model_id");
    }

    private void onMetrics(String run) throws IOException, InterruptedException {
        String history = "metrics/get-history?run_id=" + run + "&metric_key=m&max_results=1";
        String token = string(get(history), "next_page_token");
        get(history + "&page_token=" + token);
        get("metrics/get-history-bulk?run_id=" + run + "&metric_key=m");
        get("metrics/get-history-bulk-interval?run_ids=" + run + "&metric_key=m&max_results=10");
    }

    private void onArtifacts(String experiment, String run, String model) throws IOException, InterruptedException {
        String ofRun = "/api/2.0/mlflow-artifacts/artifacts/" + experiment + "/" + run + "/artifacts/";
        String ofModel = "/api/2.0/mlflow-artifacts/artifacts/" + experiment + "/models/" + model + "/artifacts/";
        put(ofRun + "small.txt", BodyPublishers.ofString(SECRET));
        put(ofRun + "folder/large.bin", BodyPublishers.ofByteArray(new byte[MORE_THAN_A_PART]));
        put(ofModel + "MLmodel", BodyPublishers.ofString("flavors: {}"));
        breakOff(ofRun + "broken.bin");
        send("GET", ofRun + "small.txt", "", 200);
        send("GET", ofRun + "none.txt", "", 404);
        range(ofRun + "small.txt", "bytes=2-3", 206);
        range(ofRun + "small.txt", "bytes=99-", 416);
        send("GET", "/api/2.0/mlflow-artifacts/artifacts?path=" + experiment, "", 200);
        get("artifacts/list?run_id=" + run);
        send("GET", "/get-artifact?path=small.txt&run_id=" + run, "", 200);
        get("logged-models/" + model + "/artifacts/directories");
        String files = "/api/2.0/mlflow/logged-models/" + model + "/artifacts/files";
        send("GET", files + "?artifact_file_path=MLmodel", "", 200);
        send("DELETE", ofRun + "folder", "", 200);
    }

    private void onUploadsToS3(String experiment) throws IOException, InterruptedException {
        String uploads = "/api/2.0/mlflow-artifacts/mpu/%s/" + experiment;
        String file = "{'path': 'parts.bin', 'num_parts': 1";
        Map<?, ?> upload = json(send("POST", uploads.formatted("create"), file + "}", 200));
        String id = string(upload, "upload_id");
        Map<?, ?> part = (Map<?, ?>) ((List<?>) Objects.requireNonNull(upload.get("credentials"))).getFirst();
        HttpRequest sending = HttpRequest.newBuilder(URI.create(string(part, "url")))
                .PUT(BodyPublishers.ofString(SECRET))
                .build();
        String etag = http.send(sending, BodyHandlers.ofString())
                .headers()
                .firstValue("etag")
                .orElseThrow()
                .replace("\"", "");
        send(
                "POST",
                uploads.formatted("complete"),
                "{'path': 'parts.bin', 'upload_id': '%s', 'parts': [{'part_number': 1, 'etag': '%s'}]}"
                        .formatted(id, etag),
                200);
        String dropped = string(json(send("POST", uploads.formatted("create"), file + "}", 200)), "upload_id");
        send("POST", uploads.formatted("abort"), "{'path': 'parts.bin', 'upload_id': '%s'}".formatted(dropped), 200);
        send("GET", "/api/2.0/mlflow-artifacts/presigned/" + experiment + "/parts.bin", "", 200);
        onRunsOnS3();
    }

    private void onRunsOnS3() throws IOException, InterruptedException {
        String location = "s3://" + bucket + "/direct";
        String experiment = string(
                post("experiments/create", "{'name': 's3', 'artifact_location': '%s'}".formatted(location)),
                "experiment_id");
        String run = newRun(experiment);
        String file = "{'run_id': '%s', 'path': 'file.txt'}".formatted(run);
        post("artifacts/presigned-upload-url", file);
        String model = newLoggedModel(experiment, run);
        post("artifacts/presigned-upload-url", "{'model_id': '%s', 'path': 'MLmodel'}".formatted(model));
        put(
                "/api/2.0/mlflow-artifacts/artifacts/direct/" + run + "/artifacts/file.txt",
                BodyPublishers.ofString(SECRET));
        post("artifacts/presigned-download-url", file);
    }

    private void onRegisteredModels(String experiment, String run, String model)
            throws IOException, InterruptedException {
        get("registered-models/search?max_results=1");
        get("model-versions/search?max_results=1");
        for (String name : new String[] {"a", "b"}) {
            post("registered-models/create", "{'name': '%s', 'tags': [{'key': 't', 'value': 'v'}]}".formatted(name));
        }
        String source = "mlflow-artifacts:/" + experiment + "/" + run + "/artifacts";
        for (int version = 1; version <= 3; version++) {
            post(
                    "model-versions/create",
                    "{'name': 'a', 'source': '%s', 'run_id': '%s', 'tags': [{'key': 't', 'value': 'v'}]}"
                            .formatted(source, run));
        }
        post(
                "model-versions/create",
                "{'name': 'b', 'source': 'models:/%s', 'model_id': '%s'}".formatted(model, model));
        onVersions(run);
        onTheWebPage(experiment, run);
        get("registered-models/get?name=a");
        get("registered-models/get-latest-versions?name=a");
        post("registered-models/get-latest-versions", "{'name': 'a', 'stages': ['Production']}");
        mlflow("PATCH", "registered-models/update", "{'name': 'a', 'description': 'd'}");
        post("registered-models/set-tag", "{'name': 'a', 'key': 'long', 'value': '%s'}".formatted("v".repeat(5_000)));
        post("registered-models/set-tag", "{'name': 'a', 'key': 'k', 'value': 'v'}");
        mlflow("DELETE", "registered-models/delete-tag", "{'name': 'a', 'key': 'k'}");
        post("registered-models/alias", "{'name': 'a', 'alias': 'champion', 'version': '3'}");
        get("registered-models/alias?name=a&alias=champion");
        mlflow("DELETE", "registered-models/alias", "{'name': 'a', 'alias': 'champion'}");
        String token = string(get("registered-models/search?max_results=1"), "next_page_token");
        get("registered-models/search?max_results=1&page_token=" + token);
        get("registered-models/search?filter=tags.t%20%3D%20'v'");
        get("registered-models/search?filter=name%20LIKE%20'%25a%25'");
        post("registered-models/rename", "{'name': 'a', 'new_name': 'c'}");
        get("model-versions/search?filter=name%20%3D%20'c'");
        mlflow("DELETE", "model-versions/delete", "{'name': 'c', 'version': '1'}");
        mlflow("DELETE", "registered-models/delete", "{'name': 'c'}");
        onTheAuditTrail();
    }

    private void onTheAuditTrail() throws IOException, InterruptedException {
        String trail = "/api/2.0/registry/audit";
        String token = string(json(send("GET", trail + "?max_results=1", "", 200)), "next_page_token");
        send("GET", trail + "?max_results=1&page_token=" + token, "", 200);
        send("GET", trail + "?name=a", "", 200);
        send("GET", trail + "/at?name=b&time=" + System.currentTimeMillis(), "", 200);
    }

    /** To a receiver that is not there. */
    private void onWebhooks() throws IOException, InterruptedException {
        String webhook = "{'name': 'hook', 'url': 'http://127.0.0.1:1/', 'secret': 'v', 'events': ["
                + "{'entity': 'MODEL_VERSION_TAG', 'action': 'SET'}, {'entity': 'MODEL_VERSION_ALIAS', 'action': 'CREATED'}]}";
        String id = string(object(post("webhooks", webhook), "webhook"), "webhook_id");
        String doomed = string(object(post("webhooks", webhook), "webhook"), "webhook_id");
        String token = string(get("webhooks?max_results=1"), "next_page_token");
        get("webhooks?max_results=1&page_token=" + token);
        get("webhooks/" + id);
        mlflow("PATCH", "webhooks/" + id, "{'secret': 'd'}");
        post("webhooks/" + id + "/test", "{}");
        mlflow("DELETE", "webhooks/" + doomed, "");
    }

    /** An untrusted signature of a version that has no files, and so no manifest. */
    private void onSignatures() throws IOException, InterruptedException {
        send("POST", KEYS, Json.text(Map.of("name", "release", "pem", sample("p256.pem"))), 200);
        post("registered-models/create", "{'name': 'signed'}");
        post("model-versions/create", "{'name': 'signed', 'source': 's3://elsewhere/model'}");
        String signature = Json.text(Map.of("name", "signed", "version", "1", "bundle", sample("p256.sig")));
        Map<?, ?> attached = json(send("POST", SIGNATURES, signature, 200));
        String ofVersion = SIGNATURES + "?name=signed&version=1";
        send("GET", ofVersion, "", 200);
        send("GET", ofVersion + "&id=" + string(object(attached, "signature"), "id"), "", 200);
        send("GET", KEYS, "", 200);
        String id = TrustedMaterial.parse(sample("p256.pem")).id();
        send("POST", KEYS, "{\"trusted\":false,\"key_id\":\"" + id + "\"}", 200);
    }

    private static String sample(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(TrustedMaterial.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void onVersions(String run) throws IOException, InterruptedException {
        get("model-versions/get?name=a&version=1");
        get("model-versions/get-download-uri?name=a&version=1");
        send("GET", "/model-versions/get-artifact?path=small.txt&name=a&version=1", "", 200);
        send("GET", "/api/2.0/registry/model-versions/artifacts?name=a&version=1", "", 200);
        send("GET", "/api/2.0/registry/model-versions/manifest?name=a&version=1", "", 200);
        onSignatures();
        mlflow("PATCH", "model-versions/update", "{'name': 'a', 'version': '1', 'description': 'd'}");
        post("model-versions/set-tag", "{'name': 'a', 'version': '1', 'key': 'k', 'value': 'v'}");
        mlflow("DELETE", "model-versions/delete-tag", "{'name': 'a', 'version': '1', 'key': 'k'}");
        for (int version = 1; version <= 2; version++) {
            post(
                    "model-versions/transition-stage",
                    "{'name': 'a', 'version': '%d', 'stage': 'Production', 'archive_existing_versions': true}"
                            .formatted(version));
        }
        String token = string(get("model-versions/search?max_results=1"), "next_page_token");
        get("model-versions/search?max_results=1&page_token=" + token);
        get("model-versions/search?filter=run_id%20%3D%20'" + run + "'");
        get("model-versions/search?filter=tags.t%20%3D%20'v'");
    }

    private void onTheWebPage(String experiment, String run) throws IOException, InterruptedException {
        send("GET", "/", "", 200);
        send("GET", "/ui/of-another-version/app.js", "", 404);
        String views = "/api/2.0/registry/views/";
        send("GET", views + "model?name=a", "", 200);
        send("GET", views + "version?name=a&version=1", "", 200);
        send("GET", views + "comparison?name=a&version=1&version=2", "", 200);
        send("GET", views + "run?run_id=" + run, "", 200);
        send("GET", views + "experiment?max_results=1&experiment_id=" + experiment, "", 200);
    }

    private void onEnds(String experiment, String run, String model) throws IOException, InterruptedException {
        mlflow("DELETE", "logged-models/" + model, "");
        post("runs/delete", "{'run_id': '%s'}".formatted(run));
        post("runs/restore", "{'run_id': '%s'}".formatted(run));
        post("experiments/delete", "{'experiment_id': '%s'}".formatted(experiment));
        post("experiments/restore", "{'experiment_id': '%s'}".formatted(experiment));
    }

    private void onWhatIsDeleted(String experiment, String run) throws IOException, InterruptedException {
        String own = "/api/2.0/registry/";
        send("POST", own + "restore", "{'entity': 'registered_model', 'name': 'c', 'new_name': 'd'}", 200);
        send("POST", own + "restore", "{'entity': 'model_version', 'name': 'd', 'version': '1'}", 200);
        String logged = newLoggedModel(experiment, run);
        mlflow("DELETE", "logged-models/" + logged, "");
        send("POST", own + "restore", "{'entity': 'logged_model', 'id': '%s'}".formatted(logged), 200);
        mlflow("DELETE", "model-versions/delete", "{'name': 'd', 'version': '1'}");
        mlflow("DELETE", "registered-models/delete", "{'name': 'd'}");
        post("runs/delete", "{'run_id': '%s'}".formatted(run));
        String token = string(json(send("GET", own + "deleted?max_results=1", "", 200)), "next_page_token");
        send("GET", own + "deleted?max_results=1&page_token=" + token, "", 200);
        send("POST", own + "gc", "{'seconds': 20}", 200);
        String left = send("GET", own + "deleted", "", 200);
        assertThat(left).doesNotContain("registered_model", "model_version", "run");
    }

    private Map<?, ?> get(String operation) throws IOException, InterruptedException {
        return mlflow("GET", operation, "");
    }

    private Map<?, ?> post(String operation, String body) throws IOException, InterruptedException {
        return mlflow("POST", operation, body);
    }

    private Map<?, ?> mlflow(String method, String operation, String body) throws IOException, InterruptedException {
        return json(send(method, "/api/2.0/mlflow/" + operation, body, 200));
    }

    private void put(String path, BodyPublisher body) throws IOException, InterruptedException {
        answer(request(path).PUT(body).build(), 200);
    }

    private void range(String path, String range, int status) throws IOException, InterruptedException {
        answer(request(path).header("Range", range).GET().build(), status);
    }

    /** Sends more than a part, and then nothing. */
    private void breakOff(String path) throws InterruptedException {
        InputStream broken =
                new SequenceInputStream(new ByteArrayInputStream(new byte[MORE_THAN_A_PART]), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("broken off");
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        throw new IOException("broken off");
                    }
                });
        try {
            http.send(
                    request(path)
                            .PUT(BodyPublishers.ofInputStream(() -> broken))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException expected) {
            return;
        }
        throw new AssertionError("an upload that was broken off was answered");
    }

    /** @param body with single quotes for double ones, and v or d for a secret value or description */
    private String send(String method, String path, String body, int status) throws IOException, InterruptedException {
        String secretBody = body.replaceAll("'[vd]'", "'" + SECRET + "'").replace('\'', '"');
        BodyPublisher publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(secretBody);
        return answer(
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, publisher)
                        .build(),
                status);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path.replace("'v'", "'" + SECRET + "'")))
                .header("Authorization", "Bearer " + SECRET)
                .header("Cookie", "session=" + SECRET);
    }

    private String answer(HttpRequest request, int status) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode())
                .as(request.method() + " " + request.uri() + " " + response.body())
                .isEqualTo(status);
        GRANTED.matcher(response.body())
                .results()
                .forEach(found -> granted.add(found.group(1) == null ? found.group(2) : found.group(1)));
        return response.body();
    }

    private static Map<?, ?> json(String answer) {
        return Json.parse(answer) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static Map<?, ?> object(Map<?, ?> parent, String name) {
        return (Map<?, ?>) Objects.requireNonNull(parent.get(name), name);
    }

    private static String string(Map<?, ?> parent, String name) {
        return (String) Objects.requireNonNull(parent.get(name), name + " in " + parent);
    }
}
