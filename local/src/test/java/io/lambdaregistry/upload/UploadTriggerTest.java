package io.lambdaregistry.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.functions.triggers.RegisterUploads;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.RegistrySuite;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.gateway.FunctionLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** The function that a queue of S3's events calls, with the events of the folder {@code events}. */
final class UploadTriggerTest extends RegistrySuite {
    /** The bucket of the events; the registry's own, which reports puts by itself, has another name. */
    private static final String BUCKET = "model-registry";

    private static final Path EVENTS = Path.of("../events");

    private final Map<String, String> deadLetters = new LinkedHashMap<>();
    private RegisterUploads trigger;

    @Override
    protected LocalRegistry open() {
        Options inMemory = Options.inMemory();
        try {
            return LocalRegistry.start(inMemory.named(inMemory.table(), "another-bucket"));
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    void start() {
        local.s3().createBucket(bucket -> bucket.bucket(BUCKET));
        trigger = new RegisterUploads(local.servicesWith(BUCKET), (body, reason) -> deadLetters.put(reason, body));
    }

    @BeforeEach
    void forget() {
        deadLetters.clear();
    }

    private String call(String event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        trigger.handleRequest(
                new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                answer,
                FunctionLog.CONSOLE.context("1", "test"));
        return answer.toString(StandardCharsets.UTF_8);
    }

    private static String event(String name) throws IOException {
        return Files.readString(EVENTS.resolve(name + ".json"));
    }

    private void put(String key, String content) {
        local.s3().putObject(object -> object.bucket(BUCKET).key(key), RequestBody.fromString(content));
    }

    @Test
    void anEventThatComesAgainAndAgainIsOneVersion() throws IOException {
        put("models/churn/2026-01-15/MLmodel", "flavors: {sklearn: {}}");
        assertThat(call(event("s3-upload"))).isEqualTo("{}");
        assertThat(call(event("s3-upload-twice"))).isEqualTo("{}");
        assertThat(local.services().registry().getModel("churn").latestVersions())
                .singleElement()
                .satisfies(version -> assertThat(version.version()).isEqualTo(1));
        assertThat(deadLetters).isEmpty();
    }

    @Test
    void anEventOfAnotherBucketIsADeadLetterWithTheReason() throws IOException {
        put("models/churn/2026-01-15/MLmodel", "flavors: {sklearn: {}}");
        assertThat(call(event("s3-upload").replace(BUCKET, "attackers-bucket"))).isEqualTo("{}");
        assertThat(deadLetters.keySet()).singleElement().asString().contains("another bucket");
    }

    @Test
    void keysAreDecoded() throws IOException {
        put("models/Größe und+Preis/first try+1/MLmodel", "flavors: {sklearn: {}}");
        assertThat(call(event("s3-upload-encoded-key"))).isEqualTo("{}");
        assertThat(local.services()
                        .registry()
                        .getVersion("Größe und+Preis", "1")
                        .source())
                .isEqualTo("mlflow-artifacts:/models/Größe und+Preis/first try+1");
    }

    @Test
    void aRefusedUploadIsADeadLetterWithTheReasonAndDoesNotStopTheOthers() throws IOException {
        put("models/churn/2026-01-15/MLmodel", "flavors: {sklearn: {}}");
        assertThat(call(event("s3-upload-refused"))).isEqualTo("{}");
        assertThat(deadLetters.keySet())
                .satisfiesExactly(
                        reason -> assertThat(reason)
                                .startsWith("\"models/MLmodel\" (put 5f363e0e58a95f06cbe9bbc662c5dfb6-")
                                .contains("A model is uploaded to models/<name>/<folder>/"),
                        reason -> assertThat(reason)
                                .startsWith("\"models/churn/huge/MLmodel\"")
                                .contains("5368709120 bytes"));
        assertThat(deadLetters.values()).allSatisfy(body -> assertThat(body).startsWith("{\"Records\":[{"));
        assertThat(local.services().registry().getModel("churn").latestVersions())
                .hasSize(1);
    }

    @Test
    void anMlmodelThatIsNotUtf8IsADeadLetterWithTheReason() throws IOException {
        byte[] latin1 = "flavors: {sklearn: {}}\nutc_time_created: Jänner".getBytes(StandardCharsets.ISO_8859_1);
        local.s3()
                .putObject(
                        object -> object.bucket(BUCKET).key("models/churn/2026-01-15/MLmodel"),
                        RequestBody.fromBytes(latin1));
        assertThat(call(event("s3-upload"))).isEqualTo("{}");
        assertThat(deadLetters.keySet()).singleElement().asString().contains("It is not UTF-8.");
    }

    @Test
    void anUploadThatMayGoWellLaterStaysInTheQueueUntilItsLastAttempt() throws IOException {
        put("models/early/f/inner/MLmodel", "flavors: {sklearn: {}}");
        String event = event("s3-upload").replace("churn/2026-01-15", "early/f/inner");
        assertThat(call(event))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"19dd0b57-b21e-4ac1-bd88-01bbb068cb78\"}]}");
        assertThat(deadLetters).isEmpty();
        assertThat(call(event.replace("Count\": \"1\"", "Count\": \"" + RegisterUploads.ATTEMPTS + "\"")))
                .isEqualTo("{}");
        assertThat(deadLetters.keySet())
                .singleElement()
                .asString()
                .contains("\"models/early/f/inner/MLmodel\"", "no model around it has arrived");
    }

    @Test
    void aDeadLetterThatIsNotKeptLeavesTheMessageInTheQueue() throws IOException {
        RegisterUploads failing = new RegisterUploads(local.servicesWith(BUCKET), (body, reason) -> {
            throw new IllegalStateException("no queue");
        });
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        failing.handleRequest(
                Files.newInputStream(EVENTS.resolve("s3-upload-refused.json")),
                answer,
                FunctionLog.CONSOLE.context("1", "test"));
        assertThat(answer.toString(StandardCharsets.UTF_8))
                .contains("d9144555-9a4f-4ec3-99a0-34ce359b4b54", "f9144555-9a4f-4ec3-99a0-34ce359b4b56");
    }

    @Test
    void theTestEventOfABucketIsNothingToDo() throws IOException {
        assertThat(call(event("s3-test-event"))).isEqualTo("{}");
        assertThat(deadLetters).isEmpty();
    }

    @Test
    void aMessageThatIsNoEventIsADeadLetter() throws IOException {
        assertThat(
                        call(
                                "{\"Records\":[{\"messageId\":\"m1\",\"body\":\"not json\"},{\"messageId\":\"m2\",\"body\":\"[]\"}]}"))
                .isEqualTo("{}");
        assertThat(deadLetters)
                .containsOnly(
                        Map.entry("message m1: The message is not an event of S3.", "not json"),
                        Map.entry("message m2: The message is not an event of S3.", "[]"));
    }
}
