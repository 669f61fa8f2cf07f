package io.lambdaregistry.local.remote;

import io.lambdaregistry.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Creates, uses and deletes a test model through a registry's API, as a client would: a version with the files of a run is
 * created, found by a search and an alias, loaded and deleted. Then MLflow's own client does the like, as the user has set it
 * up. Everything is deleted also where a step fails; the runs are left in the state of deleted runs.
 */
public final class Examination {
    private static final String API = "/api/2.0/mlflow/";
    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";
    private static final String FOLDER = "doctor";
    private static final String FILE = "model.bin";
    private static final Pattern LOCATION = Pattern.compile("(?:mlflow-artifacts:/|s3://[^/]+/)(.+)");
    private static final String ALIAS = "größte";
    private static final int SIZE = 64 << 10;

    private final RemoteRegistry registry;
    private final Optional<MlflowClient> client;
    private final Function<String, URI> awsEndpoints;
    private final LargeFile large;
    private final String name = "doctor " + UUID.randomUUID();
    private final byte[] content = new byte[SIZE];

    private boolean hasModel;
    private Optional<Run> run = Optional.empty();

    /** Without MLflow's client. */
    public Examination(RemoteRegistry registry) {
        this(registry, Optional.empty());
    }

    public Examination(RemoteRegistry registry, MlflowClient client) {
        this(registry, Optional.of(client));
    }

    private Examination(RemoteRegistry registry, Optional<MlflowClient> client) {
        this(
                registry,
                client,
                FunctionSnapshots.endpointsOf(
                        registry.signing().map(Signing::region).orElse("")));
    }

    /** @param awsEndpoints the address of a service of AWS, by its name */
    Examination(RemoteRegistry registry, Optional<MlflowClient> client, Function<String, URI> awsEndpoints) {
        this.registry = registry;
        this.client = client;
        this.awsEndpoints = awsEndpoints;
        this.large = new LargeFile(registry);
        new SplittableRandom().nextBytes(content);
    }

    /** The result of a step. */
    public enum Outcome {
        OK,
        FAILED,
        SKIPPED
    }

    /** @param words what was done, or what went wrong */
    public record Finding(String step, Outcome outcome, String words) {}

    /** @param path the path of its artifacts in the registry's store */
    private record Run(String id, String uri, String path) {
        private String file() {
            return path + "/" + FOLDER + "/" + FILE;
        }
    }

    private record Step(String name, Check check) {
        static Step of(String name, String words, Action action) {
            return new Step(name, () -> {
                action.run();
                return words;
            });
        }
    }

    /** Returns what was done, in words. */
    @FunctionalInterface
    private interface Check {
        String run() throws IOException;
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    /** Runs all steps, reports each when it has ended, and returns whether none failed. */
    public boolean run(Consumer<Finding> reported) {
        boolean well = true;
        for (Step step : List.of(
                Step.of("reach", "GET /health answers", this::reach),
                Step.of("create", "a model, " + name, this::create),
                Step.of("run", "a run in the default experiment", this::createRun),
                Step.of("upload", "a file of 64 KB", this::upload),
                Step.of("large", "a file of 5 MB goes to S3 and comes back", this::moveLargeFile),
                Step.of("version", "version 1 of the file", this::createVersion),
                Step.of("search", "a search with spaces, in two orders", this::search),
                Step.of("alias", "an alias, " + ALIAS + ", that leads to the version", this::alias),
                Step.of("load", "the file is found by the alias and is the same", this::load),
                new Step("client", this::useMlflow),
                new Step("settings", () -> ClientSettings.of(registry).words(System.getenv())),
                new Step("functions", this::examineFunctions),
                Step.of("delete", "files, run, version and model, and the model is gone", this::delete))) {
            boolean cleaning = step.name().equals("delete") && hasModel;
            boolean always = step.name().equals("settings");
            Finding finding = well || cleaning || always
                    ? examine(step)
                    : new Finding(step.name(), Outcome.SKIPPED, "because of what failed");
            reported.accept(finding);
            well &= finding.outcome() != Outcome.FAILED;
        }
        return well;
    }

    private static Finding examine(Step step) {
        try {
            return new Finding(step.name(), Outcome.OK, step.check().run());
        } catch (MlflowClient.MissingException | FunctionSnapshots.NotReadableException missing) {
            return new Finding(step.name(), Outcome.SKIPPED, String.valueOf(missing.getMessage()));
        } catch (IOException | UncheckedIOException | SdkException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Finding(
                    step.name(), Outcome.FAILED, reason.lines().findFirst().orElse(""));
        }
    }

    private void reach() throws IOException {
        expect("OK", new String(send("GET", "/health", new byte[0]), StandardCharsets.UTF_8), "GET /health answers");
    }

    private void create() throws IOException {
        hasModel = true; // set before the call: the model may exist even where the response is lost
        call("POST", "registered-models/create", Map.of("name", name));
    }

    private void createRun() throws IOException {
        Map<?, ?> info = object(
                object(call("POST", "runs/create", Map.of("experiment_id", "0", "run_name", name)), "run"), "info");
        String uri = String.valueOf(info.get("artifact_uri"));
        Matcher location = LOCATION.matcher(uri);
        if (!location.matches()) {
            throw new IOException("the run's artifact URI is " + uri);
        }
        run = Optional.of(new Run(String.valueOf(info.get("run_id")), uri, location.group(1)));
    }

    private void upload() throws IOException {
        send("PUT", ARTIFACTS + run.orElseThrow().file(), content);
    }

    private void moveLargeFile() throws IOException {
        String folder = run.orElseThrow().path() + "/" + FOLDER;
        large.upload(folder);
        large.download(folder);
    }

    private void createVersion() throws IOException {
        Map<String, String> version = Map.of(
                "name", name, "source", source(), "run_id", run.orElseThrow().id());
        Map<?, ?> created = object(call("POST", "model-versions/create", version), "model_version");
        expect("1", created.get("version"), "the first version's number is");
    }

    private String source() {
        return run.orElseThrow().uri() + "/" + FOLDER;
    }

    private void search() throws IOException {
        UrlQuery query = query(Map.of("filter", "name = '" + name + "'", "max_results", "5"))
                .with("order_by", "last_updated_timestamp DESC")
                .with("order_by", "name ASC");
        Map<?, ?> found = json(send("GET", API + "registered-models/search" + query.text(), new byte[0]));
        if (!String.valueOf(found.get("registered_models")).contains(name)) {
            throw new IOException("a search for the model does not find it");
        }
    }

    private void alias() throws IOException {
        call("POST", "registered-models/alias", Map.of("name", name, "alias", ALIAS, "version", "1"));
        Map<?, ?> found =
                object(call("GET", "registered-models/alias", Map.of("name", name, "alias", ALIAS)), "model_version");
        expect("1", found.get("version"), "the alias leads to version");
    }

    private void load() throws IOException {
        Map<?, ?> uri = call("GET", "model-versions/get-download-uri", Map.of("name", name, "version", "1"));
        expect(source(), uri.get("artifact_uri"), "the version's artifact URI is");
        Map<?, ?> listing =
                call("GET", "artifacts/list", Map.of("run_id", run.orElseThrow().id(), "path", FOLDER));
        if (!String.valueOf(listing.get("files")).contains(FILE)) {
            throw new IOException("the run does not list the file");
        }
        String file = "/model-versions/get-artifact"
                + query(Map.of("name", name, "version", "1", "path", FILE)).text();
        if (!Arrays.equals(content, send("GET", file, new byte[0]))) {
            throw new IOException("what was downloaded is not what was uploaded");
        }
    }

    private String useMlflow() throws IOException {
        return client.orElseThrow(() -> new MlflowClient.MissingException("not asked for"))
                .examine(registry.api());
    }

    private String examineFunctions() throws IOException {
        String api = Signing.apiOf(registry.api())
                .filter(gateway -> registry.signing().isPresent())
                .orElseThrow(() -> new FunctionSnapshots.NotReadableException(
                        "only with AWS credentials, and the address that API Gateway gave the API"));
        return new FunctionSnapshots(registry, awsEndpoints, Clock.systemUTC()).examine(api);
    }

    private void delete() throws IOException {
        if (run.isPresent()) {
            send("DELETE", ARTIFACTS + run.get().path(), new byte[0]);
            call("POST", "runs/delete", Map.of("run_id", run.get().id()));
        }
        call("DELETE", "registered-models/delete", Map.of("name", name));
        HttpResponse<InputStream> after = answer(
                "GET",
                API + "registered-models/get" + query(Map.of("name", name)).text(),
                new byte[0]);
        after.body().close();
        expect(404, after.statusCode(), "a model that was deleted is answered with status");
    }

    private Map<?, ?> call(String method, String operation, Map<String, String> parameters) throws IOException {
        boolean inQuery = method.equals("GET");
        byte[] body = inQuery ? new byte[0] : Json.text(parameters).getBytes(StandardCharsets.UTF_8);
        return json(send(method, API + operation + (inQuery ? query(parameters).text() : ""), body));
    }

    private byte[] send(String method, String target, byte[] body) throws IOException {
        HttpResponse<InputStream> answer = answer(method, target, body);
        try (InputStream stream = answer.body()) {
            byte[] bytes = stream.readAllBytes();
            if (answer.statusCode() != 200) {
                throw new IOException(answer.statusCode() + " to " + method + " "
                        + target.replaceFirst("\\?.*", "") + ": "
                        + new String(bytes, StandardCharsets.UTF_8).replaceAll("\\s+", " "));
            }
            return bytes;
        }
    }

    private HttpResponse<InputStream> answer(String method, String target, byte[] body) throws IOException {
        Map<String, List<String>> all = new HashMap<>();
        all.put("content-type", List.of(method.equals("PUT") ? "application/octet-stream" : "application/json"));
        try {
            return registry.send(method, target, all, body);
        } catch (IOException unreachable) {
            String reason = unreachable.getMessage();
            throw new IOException(
                    registry.api() + " does not answer" + (reason == null ? "" : ": " + reason), unreachable);
        }
    }

    private static Map<?, ?> json(byte[] text) throws IOException {
        if (Json.parse(new String(text, StandardCharsets.UTF_8)) instanceof Map<?, ?> object) {
            return object;
        }
        throw new IOException("the answer is no JSON object");
    }

    private static Map<?, ?> object(Map<?, ?> parent, String field) throws IOException {
        if (parent.get(field) instanceof Map<?, ?> object) {
            return object;
        }
        throw new IOException("the answer has no " + field);
    }

    private static void expect(Object expected, @Nullable Object actual, String what) throws IOException {
        if (!expected.equals(actual)) {
            throw new IOException(what + " " + actual + ", not " + expected);
        }
    }

    private static UrlQuery query(Map<String, String> parameters) {
        UrlQuery query = UrlQuery.NONE;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            query = query.with(parameter.getKey(), parameter.getValue());
        }
        return query;
    }
}
