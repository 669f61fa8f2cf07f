package io.lambdaregistry.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.commands.RegistryCommand;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.seal.signature.TrustedMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Signatures made by {@code model_signing}, attached to versions of a local registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SignaturesTest {
    private static final String SIGNATURES = "registry/model-versions/signatures";
    private static final String KEYS = "registry/trusted-keys";

    private final HttpClient http = HttpClient.newHttpClient();
    private LocalRegistry registry;
    private String model = "";
    private String run = "";
    private String location = "";
    private int tests;

    @BeforeAll
    void start() {
        registry = LocalRegistry.inMemory();
    }

    @AfterAll
    void stop() {
        registry.close();
        http.close();
    }

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

    @AfterEach
    void trustNobody() throws Exception {
        for (Map<?, ?> key : objects(answer("GET", KEYS, ""), "trusted_keys")) {
            if (Boolean.TRUE.equals(key.get("trusted"))) {
                remove(String.valueOf(key.get("id")));
            }
        }
    }

    private static String sample(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(TrustedMaterial.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<String> send(String method, String target, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(registry.uri() + "/api/2.0/" + target))
                        .header("content-type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private Map<?, ?> answer(String method, String target, String body) throws Exception {
        HttpResponse<String> answer = send(method, target, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return (Map<?, ?>) Objects.requireNonNull(Json.parse(answer.body()));
    }

    private static List<Map<?, ?>> objects(Map<?, ?> answer, String name) {
        List<?> list = answer.get(name) instanceof List<?> found ? found : List.of();
        return list.stream().<Map<?, ?>>map(item -> (Map<?, ?>) item).toList();
    }

    private void put(String path, String content) throws Exception {
        assertThat(send("PUT", "mlflow-artifacts/artifacts/" + location + "/" + path, content)
                        .statusCode())
                .isEqualTo(200);
    }

    /** Registers the folder that the samples sign. */
    private void register() throws Exception {
        put("MLmodel", "flavors: {}\n");
        put("code/run.py", "print(1)\n");
        answer("POST", "mlflow/registered-models/create", Json.text(Map.of("name", model)));
        answer(
                "POST",
                "mlflow/model-versions/create",
                Json.text(Map.of("name", model, "source", "mlflow-artifacts:/" + location, "run_id", run)));
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while ("PENDING".equals(own("manifest").get("state")) && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertThat(own("manifest")).extracting("state").isEqualTo("SEALED");
    }

    private Map<?, ?> own(String route) throws Exception {
        return answer("GET", "registry/model-versions/" + route + "?name=" + model + "&version=1", "");
    }

    private HttpResponse<String> attach(String bundle) throws Exception {
        return send("POST", SIGNATURES, Json.text(Map.of("name", model, "version", "1", "bundle", bundle)));
    }

    private String trust(String sample) throws Exception {
        Map<?, ?> key = (Map<?, ?>) Objects.requireNonNull(
                answer("POST", KEYS, Json.text(Map.of("name", sample, "pem", sample(sample))))
                        .get("trusted_key"));
        return String.valueOf(key.get("id"));
    }

    private void remove(String id) throws Exception {
        answer("POST", KEYS, Json.text(Map.of("trusted", false, "key_id", id)));
    }

    private Map<?, ?> onlySignature() throws Exception {
        List<Map<?, ?>> signatures = objects(own("signatures"), "signatures");
        assertThat(signatures).hasSize(1);
        assertThat(objects(own("manifest"), "signatures")).isEqualTo(signatures);
        assertThat(objects(answer("GET", "registry/views/version?name=" + model + "&version=1", ""), "signatures"))
                .isEqualTo(signatures);
        return signatures.getFirst();
    }

    @Test
    void theVerdictFollowsTheKeysThatAreTrusted() throws Exception {
        register();
        assertThat(own("signatures")).isEmpty();
        assertThat(attach(sample("p256.sig")).statusCode()).isEqualTo(200);
        assertThat(onlySignature())
                .extracting("verdict", "reason", "origin")
                .containsExactly("UNVERIFIED", "No trusted key has made it.", "request");
        String key = trust("p256.pem");
        assertThat(onlySignature())
                .extracting("verdict", "reason", "key")
                .containsExactly("VERIFIED", "Signed by p256.pem.", key);
        remove(key);
        assertThat(onlySignature()).extracting("verdict").isEqualTo("UNVERIFIED");
        assertThat(objects(answer("GET", KEYS, ""), "trusted_keys"))
                .filteredOn(listed -> key.equals(listed.get("id")))
                .singleElement()
                .extracting("trusted", "kind", "algorithm", "name")
                .containsExactly(false, "PUBLIC_KEY", "P-256", "p256.pem");
    }

    @Test
    void aSignatureIsAttachedOnceAndReadBackAsItWasGiven() throws Exception {
        trust("root.crt");
        register();
        String bundle = sample("chain.sig");
        attach(bundle);
        attach(bundle);
        Map<?, ?> signature = onlySignature();
        Map<?, ?> one = answer("GET", SIGNATURES + "?name=" + model + "&version=1&id=" + signature.get("id"), "");
        assertThat(one).extracting("bundle").isEqualTo(bundle);
        List<Map<?, ?>> events = objects(answer("GET", "registry/audit?name=" + model, ""), "events");
        assertThat(events)
                .filteredOn(event -> "signed".equals(event.get("action")))
                .singleElement()
                .extracting("entity", "version", "signature")
                .containsExactly("model_version", "1", signature.get("id"));
        assertThat(send("GET", SIGNATURES + "?name=" + model + "&version=1&id=00", "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void theSignatureInTheFolderIsTaken() throws Exception {
        trust("p384.pem");
        put("model.sig", sample("p384.sig"));
        register();
        assertThat(onlySignature())
                .extracting("verdict", "origin", "attached_by")
                .containsExactly("VERIFIED", "folder", "registry");
    }

    @Test
    void aFileOfThatNameThatIsNoSignatureIsShownAsFailed() throws Exception {
        put("model.sig", "words");
        register();
        assertThat(onlySignature())
                .extracting("verdict", "reason")
                .containsExactly(
                        "FAILED",
                        "This is no signature of OpenSSF Model Signing v1: it is not JSON, or nested too deep.");
    }

    @Test
    void aSignatureOfOtherFilesIsRefused() throws Exception {
        put("more.txt", "more");
        register();
        HttpResponse<String> refused = attach(sample("p256.sig"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("INVALID_PARAMETER_VALUE", "It does not sign the file \\\"more.txt\\\".");
        assertThat(own("signatures")).isEmpty();
    }

    @Test
    void textThatIsNoSignatureIsRefused() throws Exception {
        register();
        assertThat(attach("words").statusCode()).isEqualTo(400);
        assertThat(attach("x".repeat(5 << 20)).statusCode()).isEqualTo(413);
        assertThat(attach("x".repeat(100 << 20)).statusCode()).isEqualTo(413);
        assertThat(attach("").statusCode()).isEqualTo(400);
        assertThat(send("POST", SIGNATURES, Json.text(Map.of("name", model, "version", "9", "bundle", "x")))
                        .statusCode())
                .isEqualTo(404);
        assertThat(own("signatures")).isEmpty();
    }

    @Test
    void theRegistrySignsWithAKeyThatItsFolderKeeps(@TempDir Path folder) throws Exception {
        LocalRegistry inMemory = registry;
        Path key = folder.resolve("signing-key");
        try (LocalRegistry signing =
                LocalRegistry.start(Options.inFolder(folder).withSignedVersions())) {
            registry = signing;
            nameTheModel();
            assertThat(key).doesNotExist();
            register();
            await(() -> !objects(own("signatures"), "signatures").isEmpty());
            assertThat(onlySignature())
                    .extracting("verdict", "reason", "origin", "attached_by")
                    .containsExactly("VERIFIED", "Signed by this registry.", "registry", "registry");
            assertThat(objects(answer("GET", KEYS, ""), "trusted_keys"))
                    .singleElement()
                    .extracting("registry", "added_by")
                    .containsExactly(true, "registry");
            assertThat(Files.getPosixFilePermissions(key))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
            StringWriter printed = new StringWriter();
            assertThat(RegistryCommand.commandLine()
                            .setOut(new PrintWriter(printed))
                            .execute("public-key", "--api", signing.uri().toString()))
                    .isZero();
            assertThat(Files.readString(key)).endsWith(printed.toString());
        } finally {
            registry = inMemory;
        }
        Files.writeString(key, "words");
        assertThatThrownBy(() -> LocalRegistry.start(Options.inFolder(folder).withSignedVersions()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("contains no key on P-256");
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(50);
        }
    }

    @Test
    void aKeyIsTrustedOnceAndAgainAfterItsRemoval() throws Exception {
        String key = trust("p521.pem");
        String again = Json.text(Map.of("name", "again", "pem", sample("p521.pem")));
        assertThat(send("POST", KEYS, again).body()).contains("RESOURCE_ALREADY_EXISTS");
        remove(key);
        assertThat(send("POST", KEYS, Json.text(Map.of("trusted", false, "key_id", key)))
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("POST", KEYS, again).statusCode()).isEqualTo(200);
    }
}
