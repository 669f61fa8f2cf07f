package io.lambdaregistry.benchmarks.calls;

import static io.lambdaregistry.benchmarks.calls.InitialData.experiment;
import static io.lambdaregistry.benchmarks.calls.InitialData.loggedModel;
import static io.lambdaregistry.benchmarks.calls.InitialData.model;
import static io.lambdaregistry.benchmarks.calls.InitialData.run;
import static io.lambdaregistry.benchmarks.calls.Request.get;
import static io.lambdaregistry.benchmarks.calls.Request.post;
import static io.lambdaregistry.benchmarks.calls.Request.sent;

import io.lambdaregistry.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Example requests: one of each operation, and more where the cost depends on the parameters. Each can be made for two
 * subjects. A process is called with the first and then with the second, so the second call shows the cost of a warm process.
 */
final class Examples {
    private final Registry preparing;
    private final HttpClient uploads;
    private final List<Example> all = new ArrayList<>();

    /** @param preparing creates what a request needs beyond the initial data */
    Examples(Registry preparing, HttpClient uploads) {
        this.preparing = preparing;
        this.uploads = uploads;
    }

    /**
     * One row of the table.
     *
     * @param what the example of the operation, in words
     */
    record Example(String what, Requests requests) {}

    @FunctionalInterface
    interface Requests {
        Request of(int subject) throws IOException;
    }

    List<Example> all() {
        onRegisteredModels();
        onModelVersions();
        onExperiments();
        onRuns();
        onLoggedModels();
        onArtifacts();
        onWebhooks();
        onTheAuditTrail();
        onWhatIsDeleted();
        onTheWebPage();
        onTheServer();
        onSignatures();
        return all;
    }

    private void add(String what, Requests requests) {
        all.add(new Example(what, requests));
    }

    private void onRegisteredModels() {
        add(
                "description and 3 tags",
                n -> post("registered-models/create", InitialData.newModel("created-model-" + n)));
        add("4 stages in use", n -> get("registered-models/get?name=" + model(n)));
        add(
                "of one stage",
                n -> post(
                        "registered-models/get-latest-versions",
                        "{'name': '%s', 'stages': ['Production']}".formatted(model(n))));
        add("", n -> get("registered-models/get-latest-versions?name=" + model(n)));
        add(
                "4 stages in use",
                n -> sent(
                        "PATCH",
                        "registered-models/update",
                        "{'name': '%s', 'description': '%s'}".formatted(model(n), InitialData.DESCRIPTION + n)));
        add(
                "",
                n -> post(
                        "registered-models/set-tag",
                        "{'name': '%s', 'key': 'colour-of-it', 'value': 'the value of the tag'}".formatted(model(n))));
        add(
                "",
                n -> sent(
                        "DELETE",
                        "registered-models/delete-tag",
                        "{'name': '%s', 'key': 'colour-of-it'}".formatted(model(n))));
        add(
                "",
                n -> post(
                        "registered-models/alias",
                        "{'name': '%s', 'alias': 'challenger', 'version': '4'}".formatted(model(n))));
        add("", n -> get("registered-models/alias?alias=champion&name=" + model(n)));
        add(
                "",
                n -> sent(
                        "DELETE",
                        "registered-models/alias",
                        "{'name': '%s', 'alias': 'challenger'}".formatted(model(n))));
        add("page of 25", n -> get("registered-models/search?max_results=25"));
        add("first page of 100", n -> get("registered-models/search?max_results=100"));
        add(
                "a part of the name, 3 of 250",
                n -> get("registered-models/search?max_results=25&filter=name%20LIKE%20'%25customers%25'"));
        add(
                "second page of 100",
                n -> get("registered-models/search?max_results=100&page_token="
                        + token(get("registered-models/search?max_results=100"))));
        add(
                "name LIKE 'listed%', page of 25",
                n -> get("registered-models/search?max_results=25&filter=name%20LIKE%20'listed%25'"));
        add(
                "exact tag, page of 25",
                n -> get(
                        "registered-models/search?max_results=25&filter=tags.%60team-of-tag-0%60%3D'the%20value%20of%20the%20tag'"));
        add("exact name", n -> get("registered-models/search?filter=name%3D'" + model(n) + "'"));
        add(
                "name LIKE 'listed%', page of 100",
                n -> get("registered-models/search?max_results=100&filter=name%20LIKE%20'listed%25'"));
        add(
                "exact tag, page of 100",
                n -> get(
                        "registered-models/search?max_results=100&filter=tags.%60team-of-tag-0%60%3D'the%20value%20of%20the%20tag'"));
        add("4 stages in use", n -> {
            String name = made("renamed-model-" + n);
            return post("registered-models/rename", "{'name': '%s', 'new_name': '%s-again'}".formatted(name, name));
        });
        add(
                "12 versions",
                n -> sent(
                        "DELETE", "registered-models/delete", "{'name': '%s'}".formatted(made("deleted-model-" + n))));
    }

    private String made(String model) throws IOException {
        new InitialData(preparing).addModel(model);
        return model;
    }

    private void onModelVersions() {
        add(
                "of a run, description and 3 tags",
                n -> post("model-versions/create", InitialData.newVersion(model(n), n)));
        add(
                "of a logged model",
                n -> post(
                        "model-versions/create",
                        "{'name': '%s', 'source': 'models:/%s', 'model_id': '%s', 'run_id': '%s'}"
                                .formatted(model(n), loggedModel(n), loggedModel(n), run(n))));
        add(
                "on S3",
                n -> post(
                        "model-versions/create", "{'name': '%s', 'source': 's3://bucket/model'}".formatted(model(n))));
        add("", n -> get("model-versions/get?version=3&name=" + model(n)));
        add("", n -> get("model-versions/get-download-uri?version=3&name=" + model(n)));
        add(
                "",
                n -> sent(
                        "PATCH",
                        "model-versions/update",
                        "{'name': '%s', 'version': '5', 'description': '%s'}"
                                .formatted(model(n), InitialData.DESCRIPTION + n)));
        add(
                "",
                n -> post(
                        "model-versions/set-tag",
                        "{'name': '%s', 'version': '5', 'key': 'colour-of-it', 'value': 'the value of the tag'}"
                                .formatted(model(n))));
        add(
                "",
                n -> sent(
                        "DELETE",
                        "model-versions/delete-tag",
                        "{'name': '%s', 'version': '5', 'key': 'colour-of-it'}".formatted(model(n))));
        add(
                "archives one",
                n -> post(
                        "model-versions/transition-stage",
                        "{'name': '%s', 'version': '6', 'stage': 'Production', 'archive_existing_versions': true}"
                                .formatted(model(n))));
        add("of a model, 12", n -> get("model-versions/search?max_results=100&filter=name%3D'" + model(n) + "'"));
        add("of a run, 3", n -> get("model-versions/search?max_results=100&filter=run_id%3D'" + run(n + 2) + "'"));
        add(
                "exact tag, page of 100",
                n -> get(
                        "model-versions/search?max_results=100&filter=tags.%60team-of-tag-0%60%3D'the%20value%20of%20the%20tag'"));
        add("latest, page of 100", n -> get("model-versions/search?max_results=100"));
        add("", n -> sent("DELETE", "model-versions/delete", "{'name': '%s', 'version': '7'}".formatted(model(n))));
    }

    private void onExperiments() {
        add(
                "3 tags",
                n -> post(
                        "experiments/create",
                        "{'name': 'created-experiment-%d', 'tags': %s}".formatted(n, InitialData.tags())));
        add("", n -> get("experiments/get?experiment_id=" + experiment(n)));
        add("", n -> get("experiments/get-by-name?experiment_name=experiment-of-subject-" + experiment(n)));
        add(
                "new name",
                n -> post(
                        "experiments/update",
                        "{'experiment_id': '%d', 'new_name': 'new-name-of-subject-%d'}".formatted(experiment(n), n)));
        add(
                "",
                n -> post(
                        "experiments/set-experiment-tag",
                        "{'experiment_id': '%d', 'key': 'colour', 'value': 'the value'}".formatted(experiment(n))));
        add(
                "",
                n -> post(
                        "experiments/delete-experiment-tag",
                        "{'experiment_id': '%d', 'key': 'colour'}".formatted(experiment(n))));
        add("all 6, posted", n -> post("experiments/search", "{'max_results': 100}"));
        add("all 6", n -> get("experiments/search?max_results=100"));
        add(
                "1 run",
                n -> post(
                        "experiments/delete", "{'experiment_id': '%s'}".formatted(withARun("doomed-experiment-" + n))));
        add("1 run", n -> {
            String id = withARun("restored-experiment-" + n);
            preparing.ask(post("experiments/delete", "{'experiment_id': '%s'}".formatted(id)));
            return post("experiments/restore", "{'experiment_id': '%s'}".formatted(id));
        });
    }

    private String withARun(String experiment) throws IOException {
        String id = string(
                preparing.ask(post("experiments/create", "{'name': '%s'}".formatted(experiment))), "experiment_id");
        preparing.ask(post("runs/create", newRun(id)));
        return id;
    }

    private static String newRun(String experiment) {
        return "{'experiment_id': '%s', 'run_name': 'run-of-an-example', 'start_time': 1767225612345, 'tags': %s}"
                .formatted(experiment, InitialData.tags());
    }

    private void onRuns() {
        add("3 tags", n -> post("runs/create", newRun(InitialData.SCRATCH)));
        add("20 params, 20 metrics", n -> get("runs/get?run_id=" + run(n)));
        add(
                "",
                n -> post(
                        "runs/update",
                        "{'run_id': '%s', 'status': 'FINISHED', 'end_time': 1767225612346}".formatted(run(n))));
        add(
                "",
                n -> post(
                        "runs/log-metric",
                        "{'run_id': '%s', 'key': 'metric-number-00', 'value': 0.8251, 'timestamp': 1767225999123, 'step': 9}"
                                .formatted(run(n))));
        add(
                "",
                n -> post(
                        "runs/log-parameter",
                        "{'run_id': '%s', 'key': 'param-of-example', 'value': 'value of it'}".formatted(run(n))));
        add(
                "of 6,000 characters",
                n -> post(
                        "runs/log-parameter",
                        "{'run_id': '%s', 'key': 'long-param', 'value': '%s'}".formatted(run(n), "x".repeat(6_000))));
        add("20 params, 20 metrics, 3 tags", n -> post("runs/log-batch", batch(newRun(), 20, 20)));
        add("1,000 metrics", n -> post("runs/log-batch", batch(newRun(), 1_000, 0)));
        add("", n -> post("runs/set-tag", "{'run_id': '%s', 'key': 'colour', 'value': 'the value'}".formatted(run(n))));
        add("", n -> post("runs/delete-tag", "{'run_id': '%s', 'key': 'colour'}".formatted(run(n))));
        add(
                "1 dataset",
                n -> post(
                        "runs/log-inputs",
                        "{'run_id': '%s', 'datasets': [{'tags': [], 'dataset': {'name': 'customers', 'digest': 'a1b2c3d4', 'source_type': 'http', 'source': 'x'}}]}"
                                .formatted(run(n))));
        add(
                "1 logged model",
                n -> post(
                        "runs/outputs",
                        "{'run_id': '%s', 'models': [{'model_id': '%s', 'step': 0}]}"
                                .formatted(run(n), loggedModel(n))));
        add(
                "",
                n -> post(
                        "runs/log-model", "{'run_id': '%s', 'model_json': '%s'}".formatted(run(n), modelJson(run(n)))));
        add(
                "page of 25",
                n -> post("runs/search", "{'experiment_ids': ['%d'], 'max_results': 25}".formatted(experiment(n))));
        add(
                "first page of 100",
                n -> post("runs/search", "{'experiment_ids': ['%d'], 'max_results': 100}".formatted(experiment(n))));
        add(
                "by a metric, page of 100 of 120",
                n -> post(
                        "runs/search",
                        "{'experiment_ids': ['%d'], 'max_results': 100, 'order_by': ['metrics.`metric-number-00` DESC']}"
                                .formatted(experiment(n))));
        add("100 points", n -> get("metrics/get-history?max_results=100&metric_key=long&run_id=" + withHistory()));
        add("100 points", n -> get("metrics/get-history-bulk?metric_key=long&run_id=" + withHistory()));
        add(
                "100 points",
                n -> get("metrics/get-history-bulk-interval?max_results=100&metric_key=long&run_ids=" + withHistory()));
        add("", n -> post("runs/delete", "{'run_id': '%s'}".formatted(run(n))));
        add("", n -> post("runs/restore", "{'run_id': '%s'}".formatted(run(n))));
    }

    private static String modelJson(String run) {
        return "{`run_id`: `%s`, `artifact_path`: `model`, `utc_time_created`: `x`, `flavors`: {}}"
                .formatted(run)
                .replace("`", "\\\"");
    }

    private String newRun() throws IOException {
        Map<?, ?> run = object(preparing.ask(post("runs/create", newRun(InitialData.SCRATCH))), "run");
        return string(object(run, "info"), "run_id");
    }

    private String withHistory() throws IOException {
        String run = newRun();
        String points = IntStream.range(0, 100)
                .mapToObj(step ->
                        "{'key': 'long', 'value': 0.825, 'timestamp': 1767225999123, 'step': %d}".formatted(step))
                .collect(Collectors.joining(", "));
        preparing.ask(post(
                "runs/log-batch",
                "{'run_id': '%s', 'metrics': [%s], 'params': [], 'tags': []}".formatted(run, points)));
        return run;
    }

    private static String batch(String run, int metrics, int params) {
        String ofMetrics = IntStream.range(0, metrics)
                .mapToObj(i -> "{'key': 'metric-number-%02d', 'value': 0.8251, 'timestamp': 1767225999123, 'step': 7}"
                        .formatted(i))
                .collect(Collectors.joining(", "));
        String ofParams = IntStream.range(0, params)
                .mapToObj(i -> "{'key': 'param-number-%02d', 'value': 'value number %02d of it'}".formatted(i, i))
                .collect(Collectors.joining(", "));
        return "{'run_id': '%s', 'metrics': [%s], 'params': [%s], 'tags': %s}"
                .formatted(run, ofMetrics, ofParams, params == 0 ? "[]" : InitialData.tags());
    }

    private void onLoggedModels() {
        add(
                "3 tags, 5 params",
                n -> post(
                        "logged-models",
                        "{'experiment_id': '%d', 'name': 'model-of-an-example', 'source_run_id': '%s', 'tags': %s}"
                                .formatted(experiment(n), run(n), InitialData.tags())));
        add("", n -> get("logged-models/" + loggedModel(n)));
        add(
                "",
                n -> sent(
                        "PATCH",
                        "logged-models/" + loggedModel(n),
                        "{'model_id': '%s', 'status': 'LOGGED_MODEL_READY'}".formatted(loggedModel(n))));
        add(
                "1",
                n -> post(
                        "logged-models/" + loggedModel(n) + "/params",
                        "{'model_id': '%s', 'params': [{'key': 'p', 'value': 'v'}]}".formatted(loggedModel(n))));
        add(
                "1",
                n -> sent(
                        "PATCH",
                        "logged-models/" + loggedModel(n) + "/tags",
                        "{'tags': [{'key': 'colour', 'value': 'the value'}]}"));
        add("", n -> sent("DELETE", "logged-models/" + loggedModel(n) + "/tags/colour", ""));
        add(
                "first page of 50",
                n -> post(
                        "logged-models/search",
                        "{'experiment_ids': ['%d'], 'max_results': 50}".formatted(experiment(n))));
        add("", n -> sent("DELETE", "logged-models/" + loggedModel(n + 100), ""));
    }

    private void onArtifacts() {
        add("up to 8 MB", n -> new Request("PUT", ofRun(n) + "model/small.txt", "content"));
        add("", n -> new Request("GET", ofRun(n) + "model/small.txt", ""));
        add("", n -> new Request("GET", "/api/2.0/mlflow-artifacts/artifacts?path=" + experiment(n), ""));
        add("", n -> get("artifacts/list?path=model&run_id=" + run(n)));
        add("", n -> new Request("GET", "/get-artifact?path=model/small.txt&run_id=" + run(n), ""));
        add("", n -> new Request("GET", "/model-versions/get-artifact?path=small.txt&version=1&name=" + model(0), ""));
        add("", n -> new Request("GET", "/api/2.0/registry/model-versions/artifacts?version=1&name=" + model(0), ""));
        add("", n -> get("logged-models/" + withFile(n) + "/artifacts/directories"));
        add("", n -> get("logged-models/" + loggedModel(n) + "/artifacts/files?artifact_file_path=MLmodel"));
        add("", n -> mpu("create", n, "{'path': 'parts.bin', 'num_parts': 100}"));
        add(
                "",
                n -> mpu(
                        "abort",
                        n,
                        "{'path': 'parts.bin', 'upload_id': '%s'}".formatted(string(begun(n), "upload_id"))));
        add("", this::completed);
        add(
                "",
                n -> new Request(
                        "GET",
                        "/api/2.0/mlflow-artifacts/presigned/" + experiment(n) + "/" + run(n)
                                + "/artifacts/model/small.txt",
                        ""));
        add("", n -> post("artifacts/presigned-upload-url", "{'run_id': '%s', 'path': 'file.txt'}".formatted(onS3(n))));
        add("", n -> {
            String run = onS3(n + 2);
            preparing.ask(new Request(
                    "PUT", "/api/2.0/mlflow-artifacts/artifacts/direct/" + run + "/artifacts/file.txt", "content"));
            return post("artifacts/presigned-download-url", "{'run_id': '%s', 'path': 'file.txt'}".formatted(run));
        });
        add("a folder of one", n -> new Request("DELETE", ofRun(n) + "model", ""));
    }

    private static String ofRun(int subject) {
        return "/api/2.0/mlflow-artifacts/artifacts/" + experiment(subject) + "/" + run(subject) + "/artifacts/";
    }

    private String withFile(int subject) throws IOException {
        preparing.ask(new Request(
                "PUT",
                "/api/2.0/mlflow-artifacts/artifacts/" + experiment(subject) + "/models/" + loggedModel(subject)
                        + "/artifacts/MLmodel",
                "flavors: {}"));
        return loggedModel(subject);
    }

    private static Request mpu(String step, int subject, String body) {
        return new Request(
                "POST", "/api/2.0/mlflow-artifacts/mpu/" + step + "/" + experiment(subject), body.replace('\'', '"'));
    }

    private Map<?, ?> begun(int subject) throws IOException {
        return preparing.ask(mpu("create", subject, "{'path': 'parts.bin', 'num_parts': 1}"));
    }

    private Request completed(int subject) throws IOException {
        Map<?, ?> upload = begun(subject);
        Map<?, ?> part = (Map<?, ?>) ((List<?>) Objects.requireNonNull(upload.get("credentials"))).getFirst();
        HttpRequest sending = HttpRequest.newBuilder(URI.create(string(part, "url")))
                .PUT(BodyPublishers.ofString("content"))
                .build();
        try {
            String etag = uploads.send(sending, BodyHandlers.discarding())
                    .headers()
                    .firstValue("etag")
                    .orElseThrow()
                    .replace("\"", "");
            return mpu(
                    "complete",
                    subject,
                    "{'path': 'parts.bin', 'upload_id': '%s', 'parts': [{'part_number': 1, 'etag': '%s'}]}"
                            .formatted(string(upload, "upload_id"), etag));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String onS3(int number) throws IOException {
        String experiment = string(
                preparing.ask(post(
                        "experiments/create",
                        "{'name': 'on-s3-%d', 'artifact_location': 's3://model-registry/direct'}".formatted(number))),
                "experiment_id");
        Map<?, ?> run = object(preparing.ask(post("runs/create", newRun(experiment))), "run");
        return string(object(run, "info"), "run_id");
    }

    private void onWebhooks() {
        add("", n -> post("webhooks", newWebhook("created")));
        add("all 5", n -> get("webhooks"));
        add("", n -> get("webhooks/" + webhook()));
        add("", n -> sent("PATCH", "webhooks/" + webhook(), "{'description': 'another'}"));
        add("", n -> post("webhooks/" + webhook() + "/test", "{}"));
        add("", n -> sent("DELETE", "webhooks/" + webhook(), ""));
    }

    /** A webhook whose receiver does not exist: its response is not part of the cost. */
    private static String newWebhook(String name) {
        return "{'name': '%s', 'url': 'http://127.0.0.1:1/', 'secret': 'a secret of it', 'events': [{'entity': 'REGISTERED_MODEL', 'action': 'CREATED'}]}"
                .formatted(name);
    }

    private String webhook() throws IOException {
        return string(object(preparing.ask(post("webhooks", newWebhook("prepared"))), "webhook"), "webhook_id");
    }

    private void onTheAuditTrail() {
        add("latest, page of 100", n -> {
            haveEvents(1_000);
            return new Request("GET", "/api/2.0/registry/audit?max_results=100", "");
        });
        add("of a model, 25", n -> new Request("GET", "/api/2.0/registry/audit?max_results=25&name=" + model(n), ""));
        add(
                "not sealed yet",
                n -> new Request("GET", "/api/2.0/registry/model-versions/manifest?version=1&name=" + model(n), ""));
        add("", n -> new Request("GET", "/api/2.0/registry/audit/at?time=4102444800000&name=" + model(n), ""));
    }

    /** Last of all, since a signature is counted in its version. The version's files are not digested. */
    private void onSignatures() {
        String keys = "/api/2.0/registry/trusted-keys";
        String signatures = "/api/2.0/registry/model-versions/signatures";
        add("none", n -> new Request("GET", signatures + "?version=1&name=" + model(n), ""));
        add("none", n -> new Request("GET", keys, ""));
        add(
                "not sealed yet",
                n -> new Request(
                        "POST",
                        signatures,
                        Json.text(Map.of("name", model(n), "version", "1", "bundle", SignatureSamples.bundle()))));
        add("a new key", n -> new Request("POST", keys, SignatureSamples.newKey()));
        add("a removal", n -> {
            Map<?, ?> added =
                    object(preparing.ask(new Request("POST", keys, SignatureSamples.newKey())), "trusted_key");
            return new Request("POST", keys, Json.text(Map.of("trusted", false, "key_id", string(added, "id"))));
        });
    }

    private void onWhatIsDeleted() {
        add("none is due", n -> new Request("GET", "/api/2.0/registry/deleted?collectable=true", ""));
        add("a model", n -> {
            String name = made("restored-model-" + n);
            preparing.ask(sent("DELETE", "registered-models/delete", "{'name': '%s'}".formatted(name)));
            return new Request(
                    "POST",
                    "/api/2.0/registry/restore",
                    "{\"entity\": \"registered_model\", \"name\": \"" + name + "\"}");
        });
        add("none is due", n -> new Request("POST", "/api/2.0/registry/gc", "{}"));
    }

    /** Creates events of one kind and one size, so many that each shard of their listing has a whole page. */
    private void haveEvents(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            preparing.ask(post(
                    "registered-models/set-tag",
                    "{'name': '%s', 'key': 'colour-of-it', 'value': 'the value of the tag'}".formatted(model(2))));
        }
    }

    private void onTheWebPage() {
        String views = "/api/2.0/registry/views/";
        add("", n -> new Request("GET", "/", ""));
        add("12 versions", n -> new Request("GET", views + "model?name=" + model(n), ""));
        add("", n -> new Request("GET", views + "version?version=3&name=" + model(n), ""));
        add("2 versions", n -> new Request("GET", views + "comparison?version=3&version=4&name=" + model(n), ""));
        add("", n -> new Request("GET", views + "run?run_id=" + run(n), ""));
        add(
                "page of 100 runs",
                n -> new Request("GET", views + "experiment?max_results=100&experiment_id=" + experiment(n), ""));
    }

    private void onTheServer() {
        add("", n -> new Request("GET", "/health", ""));
        add("", n -> new Request("GET", "/version", ""));
        add("", n -> new Request("GET", "/api/3.0/mlflow/server-info", ""));
        add("", n -> new Request("GET", "/api/3.0/mlflow/workspaces", ""));
    }

    private String token(Request first) throws IOException {
        return string(preparing.ask(first), "next_page_token");
    }

    private static Map<?, ?> object(Map<?, ?> parent, String name) {
        return (Map<?, ?>) Objects.requireNonNull(parent.get(name), name);
    }

    private static String string(Map<?, ?> parent, String name) {
        return (String) Objects.requireNonNull(parent.get(name), name + " in " + parent);
    }
}
