package io.lambdaregistry.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.access.Principal;
import io.lambdaregistry.dynamodb.event.DynamoEventStore;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.webhook.DynamoWebhookStore;
import io.lambdaregistry.event.AuditSearch;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.registry.ModelRegistry;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.testing.TestStores;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** At least once, in order for one model, and never lost: with a clock and a receiver that the tests control. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebhookDeliveriesTest {
    private final AesSecretCipher cipher = new AesSecretCipher(new byte[32]);
    private Instant now = Instant.now().plusSeconds(60); // behind all events, so that nothing is to come
    private final List<String> deadLetters = new ArrayList<>();
    private TestStores stores;
    private ModelRegistry registry;
    private DynamoEventStore events;

    /** Accepts every delivery, except the next {@code failing} ones. */
    private static final class FakeReceiver implements WebhookSender {
        private final List<String> bodies = new ArrayList<>();
        private final List<String> ids = new ArrayList<>();
        private int failing;

        @Override
        public Outcome send(String url, Map<String, String> headers, String body) {
            if (failing > 0) {
                failing--;
                return new Outcome.Failed("the test wants it");
            }
            bodies.add(body);
            ids.add(headers.getOrDefault("X-MLflow-Delivery-Id", ""));
            return new Outcome.Answered(200, "");
        }

        List<String> values() {
            return bodies.stream()
                    .map(body -> body.replaceAll(".*\"value\": \"([^\"]*)\".*", "$1"))
                    .toList();
        }
    }

    @BeforeAll
    void start() {
        stores = TestStores.inMemory();
        registry = stores.registry();
        events = stores.events();
    }

    @BeforeEach
    void forget() {
        deadLetters.clear();
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    private static DynamoWebhookStore store(DynamoDbClient client, String table) {
        return new DynamoWebhookStore(new Table(client, table), new PageTokens(() -> new byte[32]));
    }

    private WebhookDeliveries deliveries(DynamoDbClient client, WebhookSender receiver) {
        Table table = new Table(client, stores.tableName());
        return new WebhookDeliveries(
                store(client, stores.tableName()),
                new DynamoEventStore(table, new PageTokens(() -> new byte[32])),
                cipher,
                receiver,
                (body, reason) -> deadLetters.add(reason + " " + body),
                () -> now);
    }

    private WakeUp hookedModel(String name) {
        Webhooks webhooks = new Webhooks(
                store(stores.dynamoDb(), stores.tableName()),
                new WebhookAddresses(host -> new InetAddress[0], true),
                cipher,
                (url, headers, body) -> new WebhookSender.Outcome.Failed("unused"),
                InstantSource.system());
        Webhook webhook = webhooks.create(
                "hook",
                "",
                "http://receiver.invalid/",
                List.of(WebhookEvent.parse("model_version_tag.set"), WebhookEvent.parse("prompt_tag.set")),
                WebhookStatus.ACTIVE,
                Optional.of("secret"));
        registry.createModel(name, "", Map.of());
        registry.createVersion(name, "s3://bucket/model", null, null, "", "", Map.of());
        return new WakeUp(webhook.id(), eventsOf(name).getFirst().modelId(), 0);
    }

    private List<RegistryEvent> eventsOf(String name) {
        return events
                .search(new AuditSearch(Optional.of(name), 0, AuditSearch.END_OF_TIME, 1_000, Optional.empty()))
                .items()
                .stream()
                .map(entry -> entry.event())
                .toList();
    }

    private List<String> tag(String name, int times) {
        List<String> values =
                IntStream.range(0, times).mapToObj(i -> "value" + i).toList();
        values.forEach(value -> registry.setVersionTag(name, "1", "k", value));
        return values;
    }

    @Test
    void deliversEachEventOnceAndInOrder() {
        WakeUp wakeUp = hookedModel("delivered once");
        List<String> values = tag("delivered once", 120);
        registry.setModelTag("delivered once", "k", "of a model, which MLflow does not announce");
        FakeReceiver receiver = new FakeReceiver();
        WebhookDeliveries deliveries = deliveries(stores.dynamoDb(), receiver);
        assertThat(deliveries.deliver(wakeUp)).isEmpty();
        assertThat(deliveries.deliver(wakeUp)).isEmpty();
        assertThat(receiver.values()).isEqualTo(values);
        assertThat(receiver.ids).doesNotHaveDuplicates();
    }

    @Test
    void wakesThoseWhoWantToKnowButNobodyWhoWaits() {
        WakeUp wakeUp = hookedModel("woken");
        tag("woken", 1);
        FakeReceiver receiver = new FakeReceiver();
        WebhookDeliveries deliveries = deliveries(stores.dynamoDb(), receiver);
        RegistryEvent tagged = eventsOf("woken").getFirst();
        assertThat(deliveries.wakeUpsFor(eventsOf("woken")))
                .filteredOn(wake -> wake.webhookId().equals(wakeUp.webhookId()))
                .containsExactly(new WakeUp(wakeUp.webhookId(), wakeUp.modelId(), tagged.order()));
        receiver.failing = 1;
        assertThat(deliveries.deliver(wakeUp)).isPresent();
        assertThat(deliveries.wakeUpsFor(List.of(tagged)))
                .noneMatch(wake -> wake.webhookId().equals(wakeUp.webhookId()));
        assertThat(deliveries.waiting()).contains(new WakeUp(wakeUp.webhookId(), wakeUp.modelId(), 0));
    }

    @Test
    void triesAgainLaterAndLaterForADayAndThenGoesOn() {
        WakeUp wakeUp = hookedModel("dead for a day");
        tag("dead for a day", 2);
        FakeReceiver receiver = new FakeReceiver();
        WebhookDeliveries deliveries = deliveries(stores.dynamoDb(), receiver);
        receiver.failing = Integer.MAX_VALUE;
        Instant began = now;
        Duration longest = Duration.ZERO;
        int tries = 0;
        while (Duration.between(began, now).compareTo(Duration.ofHours(24)) < 0) {
            Instant later = deliveries.deliver(wakeUp).orElseThrow();
            assertThat(deliveries.deliver(wakeUp))
                    .as("too early changes nothing")
                    .hasValue(later);
            Duration pause = Duration.between(now, later);
            longest = pause.compareTo(longest) > 0 ? pause : longest;
            now = later;
            tries++;
        }
        assertThat(tries).isBetween(24, 70);
        assertThat(longest).isBetween(Duration.ofMinutes(30), Duration.ofHours(1));
        assertThat(receiver.bodies).isEmpty();
        receiver.failing = 1; // the last time for the first event
        deliveries.deliver(wakeUp);
        assertThat(receiver.values()).containsExactly("value1");
        assertThat(store(stores.dynamoDb(), stores.tableName())
                        .deliveryState(wakeUp.webhookId(), wakeUp.modelId())
                        .orElseThrow()
                        .givenUp())
                .isEqualTo(1);
        assertThat(deadLetters)
                .singleElement()
                .satisfies(letter -> assertThat(letter)
                        .startsWith("given up a day after it happened, and after ")
                        .contains(
                                "attempts in a row that failed: the test wants it",
                                wakeUp.webhookId(),
                                "value0",
                                "delivery_id"));
    }

    @Test
    void eventsWhileAReceiverIsDeadHaveADayOfTheirOwn() {
        WakeUp wakeUp = hookedModel("dead for two days");
        tag("dead for two days", 1);
        FakeReceiver receiver = new FakeReceiver();
        WebhookDeliveries deliveries = deliveries(stores.dynamoDb(), receiver);
        receiver.failing = Integer.MAX_VALUE;
        deliveries.deliver(wakeUp);
        now = now.plus(Duration.ofHours(25));
        deliveries.deliver(wakeUp);
        assertThat(deadLetters).hasSize(1);
        registry.setVersionTag("dead for two days", "1", "k", "now, which for this receiver is a day ago");
        receiver.failing = 1;
        deliveries.deliver(wakeUp);
        assertThat(deadLetters)
                .as("it is old, and so is the receiver's silence")
                .hasSize(2);
        registry.setVersionTag("dead for two days", "1", "k", "after that");
        deliveries.deliver(wakeUp);
        receiver.failing = 1;
        registry.setVersionTag("dead for two days", "1", "k", "old, but the receiver was well just now");
        assertThat(deliveries.deliver(wakeUp)).isPresent();
        assertThat(deadLetters).hasSize(2);
        assertThat(receiver.values()).containsExactly("after that");
    }

    @Test
    void aDeadLetterThatIsNotKeptIsNotForgotten() {
        WakeUp wakeUp = hookedModel("no dead letters");
        tag("no dead letters", 1);
        FakeReceiver receiver = new FakeReceiver();
        receiver.failing = Integer.MAX_VALUE;
        deliveries(stores.dynamoDb(), receiver).deliver(wakeUp);
        now = now.plus(Duration.ofHours(25));
        WebhookDeliveries lettersFail = new WebhookDeliveries(
                store(stores.dynamoDb(), stores.tableName()),
                events,
                cipher,
                receiver,
                (body, reason) -> {
                    throw new IllegalStateException("no queue");
                },
                () -> now);
        assertThatThrownBy(() -> lettersFail.deliver(wakeUp)).hasMessage("no queue");
        receiver.failing = 0;
        deliveries(stores.dynamoDb(), receiver).deliver(wakeUp);
        assertThat(receiver.values()).containsExactly("value0");
    }

    @Test
    void eventsWhileItIsDisabledAreNotDeliveredLater() {
        WakeUp wakeUp = hookedModel("disabled");
        DynamoWebhookStore store = store(stores.dynamoDb(), stores.tableName());
        store.update(wakeUp.webhookId(), status(WebhookStatus.DISABLED), System.currentTimeMillis());
        tag("disabled", 3);
        FakeReceiver receiver = new FakeReceiver();
        assertThat(deliveries(stores.dynamoDb(), receiver).deliver(wakeUp)).isEmpty();
        store.update(wakeUp.webhookId(), status(WebhookStatus.ACTIVE), System.currentTimeMillis() + 1);
        while (System.currentTimeMillis() <= eventsOf("disabled").getFirst().time() + 2) {
            Thread.onSpinWait();
        }
        registry.setVersionTag("disabled", "1", "k", "after");
        assertThat(deliveries(stores.dynamoDb(), receiver).deliver(wakeUp)).isEmpty();
        assertThat(receiver.values()).containsExactly("after");
    }

    @Test
    void oneThatIsEnabledAgainIsWokenThoughItWaitedBefore() {
        WakeUp wakeUp = hookedModel("enabled again");
        tag("enabled again", 1);
        FakeReceiver receiver = new FakeReceiver();
        receiver.failing = 1;
        WebhookDeliveries deliveries = deliveries(stores.dynamoDb(), receiver);
        assertThat(deliveries.deliver(wakeUp)).isPresent();
        RegistryEvent tagged = eventsOf("enabled again").getFirst();
        assertThat(deliveries.wakeUpsFor(List.of(tagged)))
                .noneMatch(wake -> wake.webhookId().equals(wakeUp.webhookId()));
        DynamoWebhookStore store = store(stores.dynamoDb(), stores.tableName());
        store.update(wakeUp.webhookId(), status(WebhookStatus.DISABLED), System.currentTimeMillis());
        store.update(wakeUp.webhookId(), status(WebhookStatus.ACTIVE), System.currentTimeMillis() + 1);
        assertThat(deliveries.wakeUpsFor(List.of(tagged)))
                .anyMatch(wake -> wake.webhookId().equals(wakeUp.webhookId()));
    }

    private static WebhookChange status(WebhookStatus status) {
        return new WebhookChange(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(status),
                Optional.empty(),
                Principal.UNKNOWN);
    }

    @Test
    void aModelThatBecomesAPromptIsAnnouncedAsOneFromThenOn() {
        WakeUp wakeUp = hookedModel("becomes a prompt");
        registry.setModelTag("becomes a prompt", "k", "as a model");
        registry.setModelTag("becomes a prompt", "mlflow.prompt.is_prompt", "true");
        registry.setModelTag("becomes a prompt", "k", "as a prompt");
        FakeReceiver receiver = new FakeReceiver();
        WebhookDeliveries deliveries = deliveries(stores.dynamoDb(), receiver);
        deliveries.deliver(wakeUp);
        registry.setModelTag("becomes a prompt", "k", "still");
        deliveries.deliver(wakeUp);
        assertThat(receiver.values()).containsExactly("true", "as a prompt", "still");
    }

    /** A client that dies at a call, before or after DynamoDB has done it, and stays dead. */
    private DynamoDbClient dyingAt(int lastCall, boolean done) {
        AtomicInteger calls = new AtomicInteger();
        return (DynamoDbClient) Proxy.newProxyInstance(
                WebhookDeliveriesTest.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    int call = calls.incrementAndGet();
                    if (call > lastCall || (call == lastCall && !done)) {
                        throw new IllegalStateException("killed");
                    }
                    try {
                        Object answer = method.invoke(stores.dynamoDb(), arguments);
                        if (call == lastCall) {
                            throw new IllegalStateException("killed");
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void killedBetweenAnyTwoStepsItLosesNothingAndKeepsTheOrder() {
        for (boolean done : List.of(false, true)) {
            boolean ended = false;
            for (int call = 1; !ended; call++) {
                String name = "killed at " + call + done;
                WakeUp wakeUp = hookedModel(name);
                List<String> values = tag(name, 3);
                FakeReceiver receiver = new FakeReceiver();
                try {
                    deliveries(dyingAt(call, done), receiver).deliver(wakeUp);
                    ended = true;
                } catch (IllegalStateException killed) {
                    // the next process goes on
                }
                assertThat(deliveries(stores.dynamoDb(), receiver).deliver(wakeUp))
                        .isEmpty();
                assertThat(new ArrayList<>(new LinkedHashSet<>(receiver.values())))
                        .as(name)
                        .isEqualTo(values);
                assertThat(receiver.values()).as(name).hasSizeLessThanOrEqualTo(values.size() + 1);
                assertThat(new LinkedHashSet<>(receiver.ids))
                        .as("the same delivery, the same id")
                        .hasSize(values.size());
            }
        }
    }
}
