package io.lambdaregistry.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.access.Caller;
import io.lambdaregistry.access.Principal;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.commands.RegistryCommand;
import io.lambdaregistry.registry.ModelRegistry;
import io.lambdaregistry.tracking.NewRun;
import io.lambdaregistry.tracking.Runs;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The audit trail as docs/api.md describes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuditApiTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private LocalRegistry local;

    @BeforeAll
    void start() {
        local = LocalRegistry.inMemory();
        ModelRegistry registry = local.services().registry();
        registry.createModel("fraud", "", Map.of("team", "risk"));
        registry.createVersion("fraud", "s3://bucket/model", null, null, "", "", Map.of());
        registry.transitionStage("fraud", "1", "Production", false);
        registry.setAlias("fraud", "champion", "1");
        registry.setModelTag("fraud", "team", "core");
    }

    @AfterAll
    void stop() {
        local.close();
        http.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(local.uri() + "/api/2.0/registry/" + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private static Map<?, ?> json(String text) {
        return (Map<?, ?>) Objects.requireNonNull(Json.parse(text));
    }

    @Test
    void aModelsChangesAreListedTheLatestFirst() throws Exception {
        Map<?, ?> page = json(get("audit?name=fraud&max_results=2").body());
        List<?> events = (List<?>) Objects.requireNonNull(page.get("events"));
        assertThat(events).hasSize(2);
        assertThat((Map<?, ?>) events.getFirst())
                .extracting("entity", "action", "name", "key", "from", "to", "user")
                .containsExactly("registered_model_tag", "set", "fraud", "team", "risk", "core", "unknown");
        assertThat((Map<?, ?>) events.getLast())
                .extracting("entity", "action", "name", "version", "alias", "to")
                .containsExactly("model_version_alias", "created", "fraud", "1", "champion", "1");
        String next = get("audit?name=fraud&max_results=2&page_token=" + page.get("next_page_token"))
                .body();
        assertThat(next).contains("\"from\":\"None\",\"to\":\"Production\"");
        assertThat(get("audit?max_results=2&page_token=" + page.get("next_page_token"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aChangeByTheApiIsTheUsersOfThisMachine() throws Exception {
        HttpRequest create = HttpRequest.newBuilder(
                        URI.create(local.uri() + "/api/2.0/mlflow/registered-models/create"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"mine\"}"))
                .build();
        assertThat(http.send(create, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(get("audit?name=mine").body()).contains("\"user\":\"" + System.getProperty("user.name") + "\"");
    }

    @Test
    void theViewOfARunNamesItsCreatorAndThePrincipalOfItsLatestChange() throws Exception {
        Runs runs = local.services().runs();
        Principal anna = Principal.jwt("auth0|1", Optional.of("Anna Meier"), Set.of());
        String id = Caller.as(anna, () -> runs.create(new NewRun("0", "", 0, List.of(), "")))
                .info()
                .runId();
        HttpRequest tag = HttpRequest.newBuilder(URI.create(local.uri() + "/api/2.0/mlflow/runs/set-tag"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"run_id\":\"" + id + "\",\"key\":\"checked\",\"value\":\"yes\"}"))
                .build();
        assertThat(http.send(tag, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        Map<?, ?> view = json(get("views/run?run_id=" + id).body());
        assertThat((Map<?, ?>) view.get("run"))
                .extracting("created_by", "changed_by")
                .containsExactly(
                        Map.of("kind", "jwt", "id", "auth0|1", "name", "Anna Meier"),
                        Map.of("kind", "local", "id", System.getProperty("user.name")));
    }

    @Test
    void aPersonIsShownByNameAndKeptById() throws Exception {
        Principal session = Principal.iam("arn:aws:sts::123456789012:assumed-role/deployer/anna");
        Principal token = Principal.jwt("auth0|1", Optional.of("Anna Meier"), Set.of("ml"));
        ModelRegistry registry = local.services().registry();
        Caller.as(session, () -> registry.createModel("signed", "", Map.of()));
        Caller.as(token, () -> registry.updateModel("signed", "words"));
        List<?> events = (List<?>)
                Objects.requireNonNull(json(get("audit?name=signed").body()).get("events"));
        assertThat((Map<?, ?>) events.getFirst())
                .extracting("user", "principal")
                .containsExactly("auth0|1", Map.of("kind", "jwt", "id", "auth0|1", "name", "Anna Meier"));
        assertThat((Map<?, ?>) events.getLast())
                .extracting("user", "principal")
                .containsExactly(
                        "arn:aws:sts::123456789012:assumed-role/deployer/anna",
                        Map.of("kind", "iam", "id", "arn:aws:iam::123456789012:role/deployer", "name", "anna"));
    }

    @Test
    void theStateAtATimeIsOneCall() throws Exception {
        long now = System.currentTimeMillis();
        assertThat(json(get("audit/at?name=fraud&time=" + now).body()))
                .isEqualTo(Map.of(
                        "name",
                        "fraud",
                        "versions",
                        List.of(Map.of("version", "1", "stage", "Production")),
                        "aliases",
                        List.of(Map.of("alias", "champion", "version", "1"))));
        assertThat(get("audit/at?name=fraud&time=2020-01-01").statusCode()).isEqualTo(404);
        assertThat(get("audit/at?name=fraud&time=yesterday").body())
                .contains("Invalid value 'yesterday' for parameter 'time'");
        assertThat(get("audit/at?name=fraud").statusCode()).isEqualTo(400);
        assertThat(get("audit?max_results=0").statusCode()).isEqualTo(400);
    }

    @Test
    void theCommandPrintsAJsonObjectALine() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertThat(RegistryCommand.run("audit", "--api", local.uri().toString(), "--name", "fraud"))
                    .isZero();
        } finally {
            System.setOut(before);
        }
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(json(lines.getLast())).extracting("entity", "action").containsExactly("registered_model", "created");
    }
}
