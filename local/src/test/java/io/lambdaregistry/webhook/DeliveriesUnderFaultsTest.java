package io.lambdaregistry.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.aws.JsonService;
import io.lambdaregistry.dynamodb.event.DynamoEventStore;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.registry.RegistryTable;
import io.lambdaregistry.event.AuditSearch;
import io.lambdaregistry.event.EventBus;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.eventbridge.EventBridgeBus;
import io.lambdaregistry.functions.ArtifactSettings;
import io.lambdaregistry.functions.EventChannels;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.triggers.DeliverWebhooks;
import io.lambdaregistry.functions.triggers.PublishEvents;
import io.lambdaregistry.functions.triggers.WakeWebhooks;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.gateway.FunctionLog;
import io.lambdaregistry.registry.InjectedFaults;
import io.lambdaregistry.registry.ModelRegistry;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.sqs.SqsWakeUps;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/**
 * Deliveries from the change to the receiver, through the table's stream, a FIFO queue and the deployed functions. Meanwhile
 * DynamoDB throttles and loses responses, functions are killed between any two of their steps, and receivers in turn are slow,
 * fail, redirect and hang.
 *
 * <p>{@code -Ddeliveries.changes=10000} makes it as long as docs/webhooks.md says; {@code -Dseed=…} repeats a run.
 */
final class DeliveriesUnderFaultsTest {
    private static final String TABLE = "registry";
    private static final int WEBHOOKS = 5;
    private static final int WRITERS = 8;
    private static final int FAULTS_IN_A_HUNDRED = 5;

    /** Of the calls of a function, which make a dozen calls of AWS. */
    private static final int KILLED_IN_A_HUNDRED = 10;

    private final int changes = Integer.getInteger("deliveries.changes", 400);
    private final int models = Math.max(20, changes / 50);
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final SplittableRandom seeds = new SplittableRandom(seed);
    private final AesSecretCipher cipher = new AesSecretCipher(new byte[32]);
    private final Collection<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Collection<String> deadLetters = new ConcurrentLinkedQueue<>();

    private EventBus bus = entries -> OptionalInt.empty();
    private AmazonDynamoDBLocal dynamoDb;
    private TurningReceiver receiver;
    private FifoQueue queue;
    private InjectedFaults faults;

    @BeforeEach
    void start() throws Exception {
        dynamoDb = DynamoDBEmbedded.create(true);
        RegistryTable.create(dynamoDb.dynamoDbClient(), TABLE);
        receiver = TurningReceiver.start(Duration.ofSeconds(2));
        queue = new FifoQueue(Duration.ofSeconds(1));
        faults = new InjectedFaults(dynamoDb.dynamoDbClient(), seed, FAULTS_IN_A_HUNDRED);
    }

    @AfterEach
    void stop() {
        receiver.close();
        dynamoDb.shutdown();
    }

    private synchronized SplittableRandom random() {
        return seeds.split();
    }

    /** Of one process: it may be killed, and it has no bucket. */
    private Services services(DynamoDbClient client, Mortality mortality) {
        return new Services(
                mortality.of(DynamoDbClient.class, client),
                TABLE,
                absent(S3Client.class),
                absent(S3Presigner.class),
                "bucket",
                ArtifactSettings.UNLIMITED,
                Options.DEFAULT_RETENTION,
                new EventChannels(
                        WebhookAddresses.ofSystem(true),
                        () -> cipher,
                        () -> new SqsWakeUps(mortality.of(SqsClient.class, queue), "queue"),
                        () -> requests -> {},
                        () -> bus,
                        () -> (body, reason) -> deadLetters.add(reason + " " + body)));
    }

    private static <C> C absent(Class<C> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            throw new UnsupportedOperationException(method.getName());
        }));
    }

    private Mortality perhaps() {
        SplittableRandom random = random();
        return random.nextInt(100) < KILLED_IN_A_HUNDRED
                ? new Mortality(1 + random.nextInt(12), random.nextBoolean())
                : Mortality.none();
    }

    private List<Webhook> subscribe() {
        Webhooks webhooks =
                services(dynamoDb.dynamoDbClient(), Mortality.none()).webhooks();
        List<WebhookEvent> all = List.of(
                WebhookEvent.parse("registered_model.created"),
                WebhookEvent.parse("model_version.created"),
                WebhookEvent.parse("model_version_tag.set"),
                WebhookEvent.parse("model_version_tag.deleted"),
                WebhookEvent.parse("model_version_alias.created"),
                WebhookEvent.parse("model_version_alias.deleted"));
        return IntStream.range(0, WEBHOOKS)
                .mapToObj(i -> webhooks.create(
                        "hook-" + i, "", receiver.url(i), all, WebhookStatus.ACTIVE, Optional.of("secret")))
                .toList();
    }

    /** Changes models until there are as many changes as there shall be; what fails may be done or not. */
    private void change(AtomicInteger left, SplittableRandom random, ModelRegistry registry) {
        int number;
        while ((number = left.getAndDecrement()) > 0) {
            String model = "model-" + random.nextInt(models);
            String value = "value-" + number;
            try {
                switch (random.nextInt(10)) {
                    case 0 -> registry.createVersion(model, "s3://bucket/" + value, null, null, "", "", Map.of());
                    case 1 -> registry.setAlias(model, "champion", "1");
                    case 2 -> registry.deleteAlias(model, "champion");
                    case 3 -> registry.deleteVersionTag(model, "1", "k");
                    default -> {
                        registry.setVersionTag(model, "1", "k", value);
                        acknowledged.add(value);
                    }
                }
            } catch (RuntimeException perhapsDone) {
                // the outbox says
            }
        }
    }

    @Test
    void nothingIsLostAndNoModelsEventsComeOutOfOrder() throws Exception {
        List<Webhook> webhooks = subscribe();
        ModelRegistry clean =
                services(dynamoDb.dynamoDbClient(), Mortality.none()).registry();
        for (int i = 0; i < models; i++) {
            clean.createModel("model-" + i, "", Map.of());
            clean.createVersion("model-" + i, "s3://bucket/model", null, null, "", "", Map.of());
        }
        StreamMapping stream = stream(() -> services(faults.client(), perhaps()).wire(WakeWebhooks::new));
        AtomicBoolean written = new AtomicBoolean();
        try (QueueMapping deliveries = new QueueMapping(
                        queue,
                        "queue",
                        () -> services(faults.client(), perhaps()).wire(DeliverWebhooks::new));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> streaming = threads.submit(() -> {
                boolean last;
                do {
                    last = written.get();
                } while (stream.workOff() > 0 || !last);
            });
            AtomicInteger left = new AtomicInteger(changes);
            ModelRegistry registry = services(faults.client(), Mortality.none()).registry();
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                SplittableRandom random = random();
                writers.add(threads.submit(() -> change(left, random, registry)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            written.set(true);
            streaming.get();
            receiver.beGood();
            while (!queue.isEmpty()) {
                Thread.sleep(50);
            }
            check(webhooks, stream, deliveries.crashes());
        }
    }

    private StreamMapping stream(Supplier<RequestStreamHandler> function) {
        return new StreamMapping(
                dynamoDb.dynamoDbStreamsClient(),
                dynamoDb.dynamoDbClient()
                        .describeTable(describe -> describe.tableName(TABLE))
                        .table()
                        .latestStreamArn(),
                function);
    }

    private ModelRegistry createModels() {
        ModelRegistry registry =
                services(dynamoDb.dynamoDbClient(), Mortality.none()).registry();
        for (int i = 0; i < models; i++) {
            registry.createModel("model-" + i, "", Map.of());
            registry.createVersion("model-" + i, "s3://bucket/model", null, null, "", "", Map.of());
        }
        return registry;
    }

    /** A bus that is not reached, takes some and not others, or takes all and is not heard any more. */
    private static JsonService moodyBus(SplittableRandom random, Set<String> taken) {
        return (operation, request) -> {
            if (random.nextInt(10) == 0) {
                throw new IllegalStateException("not reached");
            }
            List<Map<String, String>> results = new ArrayList<>();
            for (Object entry : (List<?>) Objects.requireNonNull(request.get("Entries"))) {
                boolean refused = random.nextInt(10) == 0;
                results.add(refused ? Map.of("ErrorCode", "ThrottlingException") : Map.of("EventId", "1"));
                if (!refused) {
                    Map<?, ?> detail = (Map<?, ?>)
                            Objects.requireNonNull(Json.parse(String.valueOf(((Map<?, ?>) entry).get("Detail"))));
                    taken.add(String.valueOf(detail.get("id")));
                }
            }
            if (random.nextInt(10) == 0) {
                throw new FunctionCall.Killed();
            }
            return Map.of("Entries", results);
        };
    }

    @Test
    void aBusReceivesEveryChangeThoughItRefusesSomeAndTheFunctionIsKilled() {
        ModelRegistry registry = createModels();
        change(new AtomicInteger(200), random(), registry);
        Set<String> taken = new HashSet<>();
        bus = new EventBridgeBus(moodyBus(random(), taken), "models");
        StreamMapping stream = stream(
                () -> services(dynamoDb.dynamoDbClient(), Mortality.none()).wire(PublishEvents::new));
        while (stream.workOff() > 0) {
            // there may be more
        }
        assertThat(taken)
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(outbox().values().stream()
                        .flatMap(List::stream)
                        .map(RegistryEvent::id)
                        .toList());
        assertThat(stream.givenUp()).isEmpty();
        assertThat(deadLetters).isEmpty();
    }

    @Test
    void eventsThatTheStreamHasDroppedAreReplayedFromAGivenTime() throws Exception {
        ModelRegistry registry = createModels();
        registry.setAlias("model-0", "champion", "1");
        String time = Instant.now().plusMillis(10).toString();
        Thread.sleep(20);
        registry.setAlias("model-0", "challenger", "1");
        registry.deleteAlias("model-0", "champion");
        List<String> delivered = new ArrayList<>();
        bus = entries -> {
            entries.forEach(entry -> delivered.add(entry.type() + " " + entry.detail()));
            return OptionalInt.empty();
        };
        services(dynamoDb.dynamoDbClient(), Mortality.none())
                .wire(PublishEvents::new)
                .handleRequest(
                        new ByteArrayInputStream(("{\"since\": \"" + time + "\"}").getBytes(StandardCharsets.UTF_8)),
                        OutputStream.nullOutputStream(),
                        FunctionLog.CONSOLE.context("request", "PublishEvents"));
        assertThat(delivered)
                .satisfiesExactly(
                        set -> assertThat(set)
                                .startsWith("model_version_alias.created ")
                                .contains("challenger"),
                        gone -> assertThat(gone)
                                .startsWith("model_version_alias.deleted ")
                                .contains("champion"));
    }

    @Test
    void aWakeUpThatHasComeTooOftenIsReplacedByANewOne() {
        Services services = services(dynamoDb.dynamoDbClient(), Mortality.none());
        Webhook dead = services.webhooks()
                .create(
                        "dead",
                        "",
                        "http://127.0.0.1:1/",
                        List.of(WebhookEvent.parse("registered_model.created")),
                        WebhookStatus.ACTIVE,
                        Optional.empty());
        services.registry().createModel("announced", "", Map.of());
        String model = outbox("announced").getFirst().modelId();
        DeliverWebhooks function = services.wire(DeliverWebhooks::new);
        Map<String, Object> message = Map.of(
                "messageId", "m", "receiptHandle", "r", "body", SqsWakeUps.body(new WakeUp(dead.id(), model, 1)));
        assertThat(FunctionCall.failures(function, List.of(message))).hasValue(List.of("m"));
        assertThat(queue.isEmpty()).isTrue();
        Map<String, Object> old = new HashMap<>(message);
        old.put("attributes", Map.of("ApproximateReceiveCount", DeliverWebhooks.REPLACED_AFTER));
        assertThat(FunctionCall.failures(function, List.of(old))).hasValue(List.of());
        assertThat(queue.isEmpty()).isFalse();
    }

    private void check(List<Webhook> webhooks, StreamMapping stream, int crashes) {
        Map<String, List<RegistryEvent>> outbox = outbox();
        Set<String> values = new HashSet<>();
        outbox.values()
                .forEach(history ->
                        history.forEach(event -> event.change().newValue().ifPresent(values::add)));
        assertThat(values)
                .as("seed %d: every acknowledged change has its event", seed)
                .containsAll(acknowledged);
        int delivered = 0;
        int twice = 0;
        int lost = 0;
        int outOfOrder = 0;
        for (int number = 0; number < WEBHOOKS; number++) {
            List<String> came = List.copyOf(receiver.ids(number));
            Map<String, Integer> firstAt = new HashMap<>();
            for (int i = 0; i < came.size(); i++) {
                firstAt.putIfAbsent(came.get(i), i);
            }
            twice += came.size() - firstAt.size();
            for (List<RegistryEvent> history : outbox.values()) {
                int last = -1;
                for (RegistryEvent event : history) {
                    if (Payload.of(event, false).isEmpty()) {
                        continue;
                    }
                    Integer at = firstAt.get(deliveryId(webhooks.get(number), event));
                    delivered++;
                    if (at == null) {
                        lost++;
                    } else {
                        outOfOrder += at < last ? 1 : 0;
                        last = Math.max(last, at);
                    }
                }
            }
        }
        System.out.printf(
                "%,d changes of %,d models, %,d webhooks: %,d deliveries, %,d of them twice; lost: %,d, out of order: %,d. "
                        + "Injected: %,d faults of DynamoDB, %,d kills of functions, %,d refused by receivers (seed %d)%n",
                changes,
                models,
                WEBHOOKS,
                delivered,
                twice,
                lost,
                outOfOrder,
                faults.injected(),
                crashes + stream.crashes(),
                receiver.refused(),
                seed);
        assertThat(lost).as("seed %d", seed).isZero();
        assertThat(outOfOrder).as("seed %d", seed).isZero();
        assertThat(stream.givenUp()).isEmpty();
        assertThat(deadLetters).isEmpty();
    }

    /** The events of each model, by its id. */
    private Map<String, List<RegistryEvent>> outbox() {
        Map<String, List<RegistryEvent>> outbox = new HashMap<>();
        for (int i = 0; i < models; i++) {
            List<RegistryEvent> history = outbox("model-" + i);
            outbox.put(history.getFirst().modelId(), history);
        }
        return outbox;
    }

    private List<RegistryEvent> outbox(String model) {
        DynamoEventStore events =
                new DynamoEventStore(new Table(dynamoDb.dynamoDbClient(), TABLE), new PageTokens(() -> new byte[32]));
        AuditSearch last = new AuditSearch(Optional.of(model), 0, AuditSearch.END_OF_TIME, 1, Optional.empty());
        String id = events.search(last).items().getFirst().event().modelId();
        return events.after(id, 0, Integer.MAX_VALUE);
    }

    private static String deliveryId(Webhook webhook, RegistryEvent event) {
        return UUID.nameUUIDFromBytes((webhook.id() + " " + event.id()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
