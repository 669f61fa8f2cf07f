package io.lambdaregistry.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.dynamodb.event.EventItems;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.dynamodb.registry.ModelItems;
import io.lambdaregistry.registry.ModelRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A condition of a write fails, and nothing explains why: the table has an event that no change can have written. */
class UnexplainedFailureTest {
    /** An order beyond that of any clock, so the next one is known. */
    private static final long LAST = Long.MAX_VALUE / 4;

    @Test
    void theClientGetsAnInternalErrorAndTheLogNamesTheCondition() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream console = System.err;
        try (LocalRegistry local = LocalRegistry.inMemory();
                HttpClient http = HttpClient.newHttpClient()) {
            ModelRegistry registry = local.services().registry();
            registry.createModel("secret-model", "", Map.of());
            Table table = new Table(local.dynamoDb(), local.tableName());
            Item model = table.get(ModelItems.key("secret-model")).orElseThrow();
            table.write(Write.update(model.key()).set(ModelItems.LAST_EVENT, LAST));
            Key taken = new Key(EventItems.partition(model.string(ModelItems.ID)), Keys.sortable(LAST + 1));
            table.write(Write.put(Item.with(taken)));

            System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(local.uri() + "/api/2.0/mlflow/registered-models/set-tag"))
                            .header("Content-Type", "application/json")
                            .POST(
                                    BodyPublishers.ofString(
                                            "{\"name\": \"secret-model\", \"key\": \"secret-key\", \"value\": \"secret-value\"}"))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("INTERNAL_ERROR").doesNotContain("EVENTS", "secret");
            assertThat(registry.getModel("secret-model").tags()).isEmpty();
        } finally {
            System.setErr(console);
        }
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("SetRegisteredModelTag failed, request ")
                .contains(
                        "A condition failed whose write gives it no meaning: PUT of EVENTS if attribute_not_exists(pk)")
                .doesNotContain("secret");
    }
}
