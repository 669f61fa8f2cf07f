package io.lambdaregistry.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.event.EventBus;
import io.lambdaregistry.eventbridge.EventBridgeBus;
import io.lambdaregistry.functions.triggers.DeliverWebhooks;
import io.lambdaregistry.functions.triggers.PublishEvents;
import io.lambdaregistry.functions.triggers.WakeWebhooks;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.HandlerInstances;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.gateway.FunctionLog;
import io.lambdaregistry.local.gateway.Route;
import io.lambdaregistry.local.gateway.Template;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Calls each handler with its event of the folder {@code events}, which {@code sam local invoke} uses too. */
class EventsTest {
    private static final Path FOLDER = Path.of("../events");

    /** Those of the API, each after what it needs. */
    private static final List<String> IN_ORDER = List.of(
            "health",
            "create-experiment",
            "create-run",
            "get-metric-history",
            "create-logged-model",
            "upload-artifact",
            "download-artifact",
            "create-registered-model",
            "create-model-version",
            "get-model-version",
            "update-model-version",
            "search-registered-models",
            "get-audit-trail",
            "delete-registered-model");

    @Test
    void everyOneIsAnsweredWell() throws Exception {
        try (LocalRegistry registry = LocalRegistry.inMemory()) {
            for (String name : IN_ORDER) {
                Map<?, ?> answer = invoke(registry, Files.readAllBytes(FOLDER.resolve(name + ".json")));
                assertThat(answer.get("statusCode")).as(name + " " + answer).isEqualTo(200L);
            }
        }
    }

    @Test
    void noneIsLeftOut() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<String> ofTheApi = files.filter(file -> read(file).contains("\"routeKey\""))
                    .map(file -> file.getFileName().toString().replace(".json", ""))
                    .toList();
            assertThat(ofTheApi).containsExactlyInAnyOrderElementsOf(IN_ORDER);
        }
    }

    @Test
    void theRecordsOfTheStreamArePutOnABusAsInTheExample() throws IOException {
        List<EventBus.Entry> put = new ArrayList<>();
        EventBus bus = entries -> {
            put.addAll(entries);
            return OptionalInt.empty();
        };
        call(new PublishEvents(bus, EventsTest::noDeadLetter), "stream-alias-set");
        Map<?, ?> example = (Map<?, ?>) Objects.requireNonNull(Json.parse(read(FOLDER.resolve("bus-alias-set.json"))));
        assertThat(put).singleElement().satisfies(entry -> {
            assertThat(example.get("source")).isEqualTo(EventBridgeBus.SOURCE);
            assertThat(example.get("detail-type")).isEqualTo(entry.type());
            assertThat(example.get("time"))
                    .isEqualTo(Instant.ofEpochMilli(entry.time())
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString());
            assertThat(example.get("detail")).isEqualTo(Json.parse(entry.detail()));
        });
    }

    @Test
    void aRecordThatCannotBeReadIsADeadLetterAndWhatTheBusRefusesComesAgain() throws IOException {
        List<String> letters = new ArrayList<>();
        String event = read(FOLDER.resolve("stream-alias-set.json"));
        EventBus refusing = entries -> entries.isEmpty() ? OptionalInt.empty() : OptionalInt.of(0);
        PublishEvents function = new PublishEvents(refusing, (body, reason) -> letters.add(reason + " " + body));
        assertThat(answer(function, event))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"300000000000000499659\"}]}");
        assertThat(letters).isEmpty();
        assertThat(answer(function, event.replace("model_version_alias.created", "of.tomorrow")))
                .isEqualTo("{}");
        assertThat(letters)
                .singleElement()
                .asString()
                .startsWith("This version does not know the event of this record: ")
                .contains("of.tomorrow", "300000000000000499659");
    }

    @Test
    void theOtherExamplesOfTriggersAreTaken() throws IOException {
        try (LocalRegistry registry = LocalRegistry.inMemory()) {
            call(registry.services().wire(WakeWebhooks::new), "stream-alias-set");
            call(registry.services().wire(DeliverWebhooks::new), "queue-wake-up");
        }
    }

    private static void noDeadLetter(String body, String reason) {
        throw new AssertionError(reason);
    }

    private static void call(RequestStreamHandler function, String event) throws IOException {
        assertThat(answer(function, read(FOLDER.resolve(event + ".json")))).isEqualTo("{}");
    }

    private static String answer(RequestStreamHandler function, String event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function.handleRequest(
                new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                answer,
                FunctionLog.CONSOLE.context("request", "function"));
        return answer.toString(StandardCharsets.UTF_8);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<?, ?> invoke(LocalRegistry registry, byte[] event) throws Exception {
        Map<?, ?> parsed = (Map<?, ?>) Objects.requireNonNull(Json.parse(new String(event, StandardCharsets.UTF_8)));
        RequestStreamHandler handler = HandlerInstances.make(
                route(String.valueOf(parsed.get("routeKey"))).handlerClass(), registry.services());
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (InputStream input = new ByteArrayInputStream(event)) {
            handler.handleRequest(input, answer, FunctionLog.CONSOLE.context("1", "test"));
        }
        return (Map<?, ?>) Objects.requireNonNull(Json.parse(answer.toString(StandardCharsets.UTF_8)));
    }

    private static Route route(String key) {
        return Template.routes().all().stream()
                .filter(route -> (route.method() + " " + route.path().text()).equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("template.yaml has no route " + key));
    }
}
