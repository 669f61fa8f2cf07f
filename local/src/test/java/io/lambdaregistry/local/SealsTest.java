package io.lambdaregistry.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.commands.RegistryCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Versions of a local registry are sealed in the background, and the seal is shown wherever the version is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SealsTest {
    private static final String SHA256_OF_A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

    private final HttpClient http = HttpClient.newHttpClient();

    private String model = "";
    private String run = "";
    private String location = "";
    private int tests;

    private LocalRegistry registry;

    @BeforeAll
    void start() {
        registry = LocalRegistry.inMemory();
    }

    /** Each test has a model of its own. */
    @BeforeEach
    void nameTheModel() throws Exception {
        tests++;
        model = "fraud" + tests;
        Map<?, ?> created = answer("POST", "mlflow/runs/create", "{\"experiment_id\": \"0\"}");
        Map<?, ?> info = (Map<?, ?>)
                Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(created.get("run"))).get("info"));
        run = String.valueOf(info.get("run_id"));
        location = String.valueOf(info.get("artifact_uri")).replace("mlflow-artifacts:/", "");
    }

    @AfterAll
    void stop() {
        registry.close();
        http.close();
    }

    private HttpResponse<String> send(String method, String target, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(registry.uri() + target))
                        .header("content-type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private Map<?, ?> answer(String method, String target, String body) throws Exception {
        HttpResponse<String> answer = send(method, "/api/2.0/" + target, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return (Map<?, ?>) Objects.requireNonNull(Json.parse(answer.body()));
    }

    private static List<?> list(Map<?, ?> answer, String name) {
        return (List<?>) Objects.requireNonNull(answer.get(name));
    }

    private void put(String path, String content) throws Exception {
        write("PUT", path, content);
    }

    private void write(String method, String path, String content) throws Exception {
        assertThat(send(method, "/api/2.0/mlflow-artifacts/artifacts/" + path, content)
                        .statusCode())
                .isEqualTo(200);
    }

    private void register(String source) throws Exception {
        answer(
                "POST",
                "mlflow/model-versions/create",
                Json.text(Map.of("name", model, "source", source, "run_id", run)));
    }

    private Map<?, ?> manifest(String query) throws Exception {
        return answer("GET", "registry/model-versions/manifest?name=" + model + "&" + query, "");
    }

    /** Waits until the version is in another state than PENDING. */
    private Map<?, ?> sealed(int version) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        Map<?, ?> manifest = manifest("version=" + version);
        while ("PENDING".equals(manifest.get("state")) && System.nanoTime() < end) {
            Thread.sleep(50);
            manifest = manifest("version=" + version);
        }
        return manifest;
    }

    private void registerAModel() throws Exception {
        put(location + "/MLmodel", "flavors: {}");
        put(location + "/data/a", "a");
        answer("POST", "mlflow/registered-models/create", Json.text(Map.of("name", model)));
        register("mlflow-artifacts:/" + location);
    }

    @Test
    void aVersionIsSealedAfterItWasRegistered() throws Exception {
        registerAModel();
        Map<?, ?> sealed = sealed(1);
        assertThat(sealed)
                .extracting("name", "version", "state", "file_count", "size")
                .containsExactly(model, "1", "SEALED", 2L, 12L);
        List<?> files = list(sealed, "files");
        assertThat(files).hasSize(2);
        assertThat((Map<?, ?>) files.getFirst()).extracting("path", "size").containsExactly("MLmodel", 11L);
        assertThat((Map<?, ?>) files.getLast())
                .extracting("path", "size", "sha256")
                .containsExactly("data/a", 1L, SHA256_OF_A);
        Map<?, ?> view = answer("GET", "registry/views/version?name=" + model + "&version=1", "");
        assertThat((Map<?, ?>) view.get("seal")).extracting("digest").isEqualTo(sealed.get("digest"));
    }

    @Test
    void theAuditTrailKnowsTheDigestAndWhichOneAnAliasHad() throws Exception {
        registerAModel();
        answer(
                "POST",
                "mlflow/registered-models/alias",
                Json.text(Map.of("name", model, "alias", "champion", "version", "1")));
        Object digest = sealed(1).get("digest");
        assertThat((Map<?, ?>) list(answer("GET", "registry/audit?name=" + model, ""), "events")
                        .getFirst())
                .extracting("entity", "action", "version", "digest", "user")
                .containsExactly("model_version", "sealed", "1", digest, "registry");
        Map<?, ?> then = answer("GET", "registry/audit/at?name=" + model + "&time=4102444800000", "");
        assertThat((Map<?, ?>) list(then, "aliases").getFirst())
                .extracting("alias", "version", "digest")
                .containsExactly("champion", "1", digest);
        assertThat(manifest("alias=champion").get("digest")).isEqualTo(digest);
    }

    @Test
    void aCopyHasTheSameManifest() throws Exception {
        registerAModel();
        sealed(1);
        register("models:/" + model + "/1");
        assertThat(sealed(2))
                .extracting("state", "manifest")
                .containsExactly("SEALED", sealed(1).get("manifest"));
    }

    @Test
    void aVersionThatCannotBeReadHasItsReason() throws Exception {
        registerAModel();
        register("s3://foreign/model");
        register("mlflow-artifacts:/" + location + "/empty");
        assertThat(sealed(2)).extracting("state").isEqualTo("UNREACHABLE");
        assertThat(String.valueOf(sealed(2).get("reason"))).contains("s3://foreign/model");
        assertThat(sealed(3))
                .extracting("state", "reason")
                .containsExactly("UNREACHABLE", "There are no files at 'mlflow-artifacts:/" + location + "/empty'.");
    }

    @Test
    void aVersionIsNamedByANumberOrAnAlias() throws Exception {
        registerAModel();
        String manifest = "/api/2.0/registry/model-versions/manifest?name=" + model;
        assertThat(send("GET", manifest, "").statusCode()).isEqualTo(400);
        assertThat(send("GET", manifest + "&version=1&alias=champion", "").statusCode())
                .isEqualTo(400);
        assertThat(send("GET", manifest + "&version=7", "").statusCode()).isEqualTo(404);
        sealed(1);
        assertThat(send("GET", manifest + "&version=1&page_token=x", "").statusCode())
                .isEqualTo(400);
    }

    private String verify(int exit, String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine command = RegistryCommand.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(out));
        String[] words = new String[arguments.length + 3];
        words[0] = "verify";
        words[1] = "--api";
        words[2] = registry.uri().toString();
        System.arraycopy(arguments, 0, words, 3, arguments.length);
        assertThat(command.execute(words)).as(out.toString()).isEqualTo(exit);
        return out.toString();
    }

    @Test
    void verifyComparesTheRegistrysFilesWithTheManifest() throws Exception {
        registerAModel();
        sealed(1);
        assertThat(verify(0, "models:/" + model + "/1")).contains(model + " version 1", "2 files: as registered");
        put(location + "/data/a", "b");
        write("DELETE", location + "/MLmodel", "");
        assertThat(verify(1, "models:/" + model + "/1"))
                .contains("missing MLmodel", "altered data/a: sha256 ", SHA256_OF_A, "2 differ");
    }

    @Test
    void verifyComparesADownloadedFolder(@TempDir Path folder) throws Exception {
        registerAModel();
        sealed(1);
        Files.writeString(folder.resolve("MLmodel"), "flavors: {}");
        Files.writeString(Files.createDirectory(folder.resolve("data")).resolve("a"), "a");
        Files.writeString(folder.resolve("registered_model_meta"), "model_name: fraud");
        verify(0, "models:/" + model + "/1", folder.toString());
        Files.writeString(folder.resolve("data/a"), "b");
        Files.writeString(folder.resolve("data/extra"), "c");
        Files.delete(folder.resolve("MLmodel"));
        assertThat(verify(1, "models:/" + model + "/1", folder.toString()))
                .contains("missing MLmodel", "altered data/a", "added data/extra", "3 differ");
    }

    @Test
    void verifySaysWhatItCannotCompare() throws Exception {
        registerAModel();
        register("s3://foreign/model");
        sealed(2);
        assertThat(verify(1, "models:/" + model + "/2")).contains(model + " version 2 is UNREACHABLE: ");
        assertThat(verify(2, "fraud")).contains("'fraud' is neither models:/NAME@ALIAS nor models:/NAME/VERSION.");
        assertThat(verify(2, "models:/" + model + "/9")).contains("404");
        assertThat(verify(2, "models:/" + model + "/1", "no-folder")).contains("'no-folder' is no folder.");
    }
}
