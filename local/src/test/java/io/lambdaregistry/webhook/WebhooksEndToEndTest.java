package io.lambdaregistry.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.registry.ModelRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Webhooks that are created through the API, and deliveries of a whole registry to receivers that are good, slow, dead or
 * redirect.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebhooksEndToEndTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private Receiver receiver;
    private LocalRegistry local;
    private ModelRegistry registry;

    @BeforeAll
    void start() throws Exception {
        receiver = Receiver.start();
        local = LocalRegistry.start(Options.inMemory().withWebhookPrivateNetworks());
        registry = local.services().registry();
    }

    @AfterAll
    void stop() {
        local.close();
        receiver.close();
        http.close();
    }

    private HttpResponse<String> send(LocalRegistry to, String method, String path, String json) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(to.uri() + "/api/2.0/mlflow/webhooks" + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(json.replace('\'', '"')))
                        .build(),
                BodyHandlers.ofString());
    }

    private String create(String path, String... events) throws Exception {
        String list = String.join(
                ",",
                List.of(events).stream()
                        .map(event -> "{'entity': '%s', 'action': '%s'}".formatted((Object[]) event.split("\\.")))
                        .toList());
        HttpResponse<String> response = send(
                local,
                "POST",
                "",
                "{'name': 'hook', 'url': '%s', 'secret': 'top secret', 'events': [%s]}"
                        .formatted(receiver.url(path), list));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).doesNotContain("secret");
        return response.body().replaceAll("(?s).*\"webhook_id\":\"([^\"]*)\".*", "$1");
    }

    private static String value(Receiver.Delivery delivery) {
        Map<?, ?> data = (Map<?, ?>)
                Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(Json.parse(delivery.body()))).get("data"));
        return String.valueOf(data.get("value"));
    }

    private List<String> tag(String name, int times) {
        registry.createModel(name, "", Map.of());
        registry.createVersion(name, "s3://bucket/model", null, null, "", "", Map.of());
        List<String> values =
                IntStream.range(0, times).mapToObj(i -> "value" + i).toList();
        values.forEach(value -> registry.setVersionTag(name, "1", "k", value));
        return values;
    }

    @Test
    void aSlowOrDeadReceiverDelaysNoOther() throws Exception {
        create("/hanging", "MODEL_VERSION_TAG.SET");
        create("/dripping", "MODEL_VERSION_TAG.SET");
        create("/redirecting", "MODEL_VERSION_TAG.SET");
        create("/failing", "MODEL_VERSION_TAG.SET");
        create("/good", "MODEL_VERSION_TAG.SET");
        receiver.failures.set(2);
        List<String> values = tag("among bad ones", 30);
        assertThat(receiver.await("/good", values.size()))
                .extracting(WebhooksEndToEndTest::value)
                .isEqualTo(values);
        assertThat(receiver.await("/failing", values.size()))
                .extracting(WebhooksEndToEndTest::value)
                .isEqualTo(values);
        assertThat(receiver.deliveries("/redirected")).isEmpty();
    }

    /** Its own test would call itself without end; a change that it makes would be delivered to it. */
    @Test
    void aWebhookCannotHaveTheRegistryCallItself() throws Exception {
        String id = create("/itself", "REGISTERED_MODEL.CREATED");
        String itself = local.uri() + "/api/2.0/mlflow/webhooks/" + id + "/test";
        assertThat(send(local, "PATCH", "/" + id, "{'url': '%s'}".formatted(itself))
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> answer = send(local, "POST", "/" + id + "/test", "{}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"success\":false", "\"response_status\":400");
    }

    @Test
    void aDeliveryIsSignedAndItsSecretIsNowhere() throws Exception {
        String id = create("/signed", "REGISTERED_MODEL.CREATED");
        registry.createModel("signed", "words", Map.of("k", "v"));
        Receiver.Delivery delivery = receiver.await("/signed", 1).getFirst();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("top secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = delivery.id() + "." + delivery.timestamp() + "." + delivery.body();
        assertThat(delivery.signature())
                .isEqualTo("v1,"
                        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        assertThat(delivery.body())
                .startsWith("{\"entity\": \"registered_model\", \"action\": \"created\", \"timestamp\": \"")
                .endsWith("\"data\": {\"name\": \"signed\", \"tags\": {\"k\": \"v\"}, \"description\": \"words\"}}");
        assertThat(send(local, "GET", "/" + id, "").body()).doesNotContain("secret");
        assertThat(local.dynamoDb()
                        .scanPaginator(scan -> scan.tableName(local.tableName()))
                        .items())
                .noneMatch(item -> item.toString().contains("top secret"));
    }

    @Test
    void aTestSendsAnExampleAndReportsTheResult() throws Exception {
        String id = create("/tested", "MODEL_VERSION_ALIAS.CREATED");
        assertThat(send(local, "POST", "/" + id + "/test", "{}").body())
                .isEqualTo("{\"result\":{\"success\":true,\"response_status\":200,\"response_body\":\"thanks\"}}");
        assertThat(receiver.await("/tested", 1).getFirst().body())
                .endsWith("\"data\": {\"name\": \"example_model\", \"alias\": \"example_alias\", \"version\": \"1\"}}");
        String elsewhere = create("/redirecting", "MODEL_VERSION_ALIAS.DELETED");
        assertThat(send(local, "POST", "/" + elsewhere + "/test", "{}").body())
                .contains("\"success\":false,\"response_status\":307");
        assertThat(receiver.deliveries("/redirected")).isEmpty();
    }

    @Test
    void withoutTheSwitchNoPrivateAddressIsTaken() throws Exception {
        try (LocalRegistry closed = LocalRegistry.inMemory()) {
            for (String url : List.of(
                    "https://127.0.0.1/",
                    "https://localhost/",
                    "https://[::ffff:127.0.0.1]/",
                    "https://169.254.169.254/")) {
                HttpResponse<String> response = send(
                        closed,
                        "POST",
                        "",
                        "{'name': 'hook', 'url': '%s', 'events': [{'entity': 'PROMPT', 'action': 'CREATED'}]}"
                                .formatted(url));
                assertThat(response.statusCode()).as(url).isEqualTo(400);
                assertThat(response.body()).contains("must not resolve to a non-public IP address");
            }
        }
    }
}
