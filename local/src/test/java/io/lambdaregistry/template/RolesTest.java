package io.lambdaregistry.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.functions.ArtifactSettings;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.triggers.DeliverWebhooks;
import io.lambdaregistry.functions.triggers.RegisterUploads;
import io.lambdaregistry.functions.triggers.SealVersions;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.HandlerInstances;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.gateway.FunctionLog;
import io.lambdaregistry.local.gateway.Gateway;
import io.lambdaregistry.local.gateway.PathPattern;
import io.lambdaregistry.local.gateway.Route;
import io.lambdaregistry.seal.SealRequest;
import io.lambdaregistry.sqs.SqsDeadLetters;
import io.lambdaregistry.sqs.SqsSealRequests;
import io.lambdaregistry.sqs.SqsWakeUps;
import io.lambdaregistry.webhook.WakeUp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Runs every operation with the permissions of its function's role and no others. Each function has services of its own, as in
 * Lambda, so that reads and writes at first use are covered too.
 */
@ParameterizedClass
@MethodSource("templates")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesTest {
    /** What services do in a function's name: encrypt what it stores, and connect it to a network. */
    private static final Set<String> BY_SERVICES = Set.of("KeyPolicy", "NetworkPolicy");

    @Parameter
    SamTemplate template = SamTemplate.read();

    private final Map<String, GuardedClients> byFunction = new ConcurrentHashMap<>();
    private final Map<String, RequestStreamHandler> handlers = new ConcurrentHashMap<>();
    private final Set<String> called = ConcurrentHashMap.newKeySet();

    static List<SamTemplate> templates() {
        return SamTemplate.both();
    }

    @BeforeParameterizedClassInvocation
    void runEveryOperation() throws Exception {
        try (LocalRegistry registry = LocalRegistry.inMemory();
                Gateway gateway = Gateway.start(Gateway.Address.anyPort(), template.apiRoutes(), route -> {
                    called.add(route.key());
                    return handler(registry, route);
                });
                EveryOperation operations = new EveryOperation(gateway.uri(), registry.bucket())) {
            operations.run();
            EveryUpload.run(registry, upload(registry));
            runTriggers(registry);
            sealVersions(registry);
        }
    }

    private RegisterUploads upload(LocalRegistry registry) {
        GuardedClients clients = clients("RegisterUploads");
        SqsClient sqs = clients.sqs(new EveryUpload.Queue());
        return new RegisterUploads(services(registry, clients), new SqsDeadLetters(sqs, "UploadDeadLetters"));
    }

    /** The other template has functions of its own, and this one object. */
    @AfterParameterizedClassInvocation
    void forget() {
        byFunction.clear();
        handlers.clear();
        called.clear();
    }

    /** As the table's stream and the queue call them. */
    private void runTriggers(LocalRegistry registry) throws IOException {
        List<Map<String, Object>> records = registry.services().events().recordsSince(0);
        List<Map<String, Object>> andUnreadable = new ArrayList<>(records);
        andUnreadable.add(Map.of(
                "dynamodb",
                Map.of("NewImage", Map.of("pk", Map.of("S", "EVENTS#x"), "type", Map.of("S", "of a later version")))));
        trigger(registry, "PublishEvents", andUnreadable);
        trigger(registry, "PublishEvents", Map.of("since", "2026-01-01"));
        trigger(registry, "WakeWebhooks", Map.of("since", "2026-01-01"));
        forgetDeliveries(registry);
        trigger(registry, "WakeWebhooks", andUnreadable);
        List<WakeUp> wakeUps = forgetDeliveries(registry);
        assertThat(wakeUps).isNotEmpty();
        for (WakeUp wakeUp : wakeUps) {
            for (int received : List.of(1, DeliverWebhooks.REPLACED_AFTER)) {
                trigger(
                        registry,
                        "DeliverWebhooks",
                        List.of(Map.of(
                                "messageId",
                                "1",
                                "receiptHandle",
                                "r",
                                "body",
                                SqsWakeUps.body(wakeUp),
                                "attributes",
                                Map.of("ApproximateReceiveCount", received))));
            }
        }
    }

    /** The registry has sealed its versions by itself: they are sealed anew, by one call that has no time and another that has. */
    private void sealVersions(LocalRegistry registry) throws IOException {
        List<SealRequest> requests = registry.services().events().eventsSince(0).stream()
                .flatMap(event -> registry.services().sealing().requestsAfter(event).stream())
                .distinct()
                .toList();
        for (SealRequest request : requests) {
            Map<String, AttributeValue> key = Map.of(
                    Keys.PK,
                    AttributeValue.fromS("VERSIONS#" + request.modelId()),
                    Keys.SK,
                    AttributeValue.fromS(Keys.sortable(request.version())));
            registry.dynamoDb()
                    .updateItem(update ->
                            update.tableName(registry.tableName()).key(key).updateExpression("REMOVE seal"));
        }
        GuardedClients clients = clients("SealVersions");
        for (Duration time : List.of(Duration.ZERO, Duration.ofMinutes(1))) {
            RequestStreamHandler handler = new SealVersions(services(registry, clients), time);
            for (SealRequest request : requests) {
                call(
                        handler,
                        "SealVersions",
                        Map.of("Records", List.of(Map.of("messageId", "1", "body", SqsSealRequests.body(request)))));
            }
        }
    }

    /** The registry has tried to deliver to its webhooks, in vain; returns what is to be delivered again. */
    private static List<WakeUp> forgetDeliveries(LocalRegistry registry) {
        Set<String> models = registry.services().events().eventsSince(0).stream()
                .map(RegistryEvent::modelId)
                .collect(Collectors.toSet());
        List<WakeUp> all = registry.services().webhooks().list(100, Optional.empty()).items().stream()
                .flatMap(webhook -> models.stream().map(model -> new WakeUp(webhook.id(), model, 0)))
                .toList();
        for (WakeUp each : all) {
            registry.dynamoDb()
                    .deleteItem(request -> request.tableName(registry.tableName())
                            .key(Map.of(
                                    Keys.PK,
                                    AttributeValue.fromS("DELIVERIES#" + each.webhookId()),
                                    Keys.SK,
                                    AttributeValue.fromS(each.modelId()))));
        }
        return all;
    }

    private void trigger(LocalRegistry registry, String function, List<?> records) throws IOException {
        trigger(registry, function, Map.of("Records", records));
    }

    private void trigger(LocalRegistry registry, String function, Map<String, ?> event) throws IOException {
        String handlerClass = "io.lambdaregistry.functions.triggers." + function;
        Route route = new Route("", PathPattern.of("/"), function, handlerClass);
        call(handler(registry, route), function, event);
    }

    private static void call(RequestStreamHandler handler, String function, Map<String, ?> event) throws IOException {
        handler.handleRequest(
                new ByteArrayInputStream(Json.text(event).getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream(),
                FunctionLog.CONSOLE.context("request", function));
    }

    private RequestStreamHandler handler(LocalRegistry registry, Route route) {
        return handlers.computeIfAbsent(route.function(), function -> {
            Services services = services(registry, clients(function));
            forgetTokenKey(registry);
            return HandlerInstances.make(route.handlerClass(), services);
        });
    }

    /** So that whichever function is the first to need it makes it. */
    private static void forgetTokenKey(LocalRegistry registry) {
        registry.dynamoDb()
                .deleteItem(request -> request.tableName(registry.tableName())
                        .key(Map.of(
                                Keys.PK,
                                AttributeValue.fromS("SETTINGS"),
                                Keys.SK,
                                AttributeValue.fromS("page-token-key"))));
    }

    private GuardedClients clients(String function) {
        GuardedClients clients = new GuardedClients(Grant.ofFunction(template, function));
        byFunction.put(function, clients);
        return clients;
    }

    private Services services(LocalRegistry registry, GuardedClients clients) {
        return new Services(
                clients.dynamoDb(registry.dynamoDb()),
                registry.tableName(),
                clients.s3(registry.s3()),
                clients.presigner(registry.s3Presigner()),
                registry.bucket(),
                ArtifactSettings.UNLIMITED,
                Duration.ofMillis(1),
                clients.channels());
    }

    @Test
    void everyOperationWasRun() {
        assertThat(byFunction).containsOnlyKeys(template.functions().keySet());
        assertThat(called)
                .containsExactlyInAnyOrderElementsOf(
                        template.apiRoutes().all().stream().map(Route::key).toList());
    }

    @Test
    void aRoleAllowsWhateverItsOperationsCall() {
        byFunction.forEach((function, clients) ->
                assertThat(clients.refused()).as(function).isEmpty());
    }

    @Test
    void aRoleAllowsNothingThatNoneOfItsOperationsCalls() {
        List<String> unused = new ArrayList<>();
        Map<String, List<String>> functionsOfRole =
                byFunction.keySet().stream().collect(Collectors.groupingBy(function -> Grant.role(template, function)));
        functionsOfRole.forEach((role, functions) -> {
            Set<Grant> used = byFunction.entrySet().stream()
                    .filter(entry -> functions.contains(entry.getKey()))
                    .flatMap(entry -> entry.getValue().used().stream())
                    .collect(Collectors.toSet());
            Grant.ofFunction(template, functions.getFirst()).stream()
                    .filter(grant -> grant.allows() && !isUsedByLambdaItself(grant))
                    .filter(grant -> !used.contains(grant))
                    .forEach(grant -> unused.add(role + " " + grant.action() + " on " + grant.resource()));
        });
        assertThat(unused).isEmpty();
    }

    private static boolean isUsedByLambdaItself(Grant grant) {
        return grant.resource().equals("LostEvents")
                || grant.resource().equals("Table.StreamArn")
                || BY_SERVICES.contains(grant.policy())
                || grant.action().matches("logs:.*|sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)");
    }

    /** A put over an event cannot be denied by a role, so each put is on the condition that there is none. */
    @Test
    void noOperationCanChangeOrDeleteAnEventOfTheAuditTrail() {
        byFunction.forEach((function, clients) -> {
            assertThat(clients.putsOverEvents()).as(function).isEmpty();
            for (String action : List.of("UpdateItem", "DeleteItem", "BatchWriteItem")) {
                AwsCall call = new AwsCall("dynamodb:" + action, "Table", Optional.of("EVENTS#1"));
                List<Grant> covering = Grant.ofFunction(template, function).stream()
                        .filter(grant -> grant.covers(call))
                        .toList();
                assertThat(covering.stream().anyMatch(Grant::allows)
                                && covering.stream().allMatch(Grant::allows))
                        .as(function + " " + action)
                        .isFalse();
            }
        });
        assertThat(byFunction.values().stream()
                        .mapToInt(GuardedClients::eventsPut)
                        .sum())
                .isPositive();
    }

    @Test
    void onlyWhatHandlesOrShowsArtifactsTouchesTheBucket() {
        Set<String> touching = new TreeSet<>();
        byFunction.forEach((function, clients) -> {
            if (clients.used().stream().anyMatch(grant -> grant.action().startsWith("s3:"))) {
                touching.add(function);
            }
        });
        assertThat(touching)
                .isNotEmpty()
                .allMatch(
                        function -> function.matches(
                                ".*(Artifact|MultipartUpload|Presigned|RegisterUploads|Garbage).*|ViewOperations|SealVersions"));
    }

    @Test
    void aRoleThatOnlyReadsCannotWrite() {
        for (String function : byFunction.keySet()) {
            if (function.matches("(Get|List|Download|Search|Read|ArtifactRead).*")) {
                assertThat(Grant.ofFunction(template, function))
                        .as(function)
                        .filteredOn(grant -> !BY_SERVICES.contains(grant.policy()))
                        .allMatch(grant ->
                                grant.action().matches("\\w+:(Get|BatchGet|Query|List|logs|CreateLog|PutLog).*")
                                        || grant.partitions().isPresent());
            }
        }
    }
}
