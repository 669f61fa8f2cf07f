package io.lambdaregistry.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.artifacts.ArtifactSettings;
import io.lambdaregistry.functions.triggers.RegisterUploads;
import io.lambdaregistry.functions.triggers.SqsDeadLetters;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.gateway.Gateway;
import io.lambdaregistry.local.gateway.Route;
import io.lambdaregistry.local.gateway.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Every operation, run with what its function's role allows and nothing else. Each function has services of its own, as in
 * Lambda, so that what is read or made at first use is seen too.
 */
class RolesTest {
    private static final SamTemplate TEMPLATE = SamTemplate.read();
    private static final Map<String, GuardedClients> CLIENTS = new ConcurrentHashMap<>();
    private static final Map<String, RequestStreamHandler> HANDLERS = new ConcurrentHashMap<>();

    @BeforeAll
    static void runEveryOperation() throws Exception {
        try (LocalRegistry registry = LocalRegistry.inMemory();
                Gateway gateway =
                        Gateway.start(Gateway.Address.anyPort(), Template.routes(), route -> handler(registry, route));
                EveryOperation operations = new EveryOperation(gateway.uri(), registry.bucket())) {
            operations.run();
            EveryUpload.run(registry, upload(registry));
        }
    }

    private static RegisterUploads upload(LocalRegistry registry) {
        GuardedClients clients = clients("RegisterUploads");
        SqsClient sqs = clients.sqs(new EveryUpload.Queue());
        return new RegisterUploads(services(registry, clients), new SqsDeadLetters(sqs, "UploadDeadLetters"));
    }

    @AfterAll
    static void forget() {
        CLIENTS.clear();
        HANDLERS.clear();
    }

    private static RequestStreamHandler handler(LocalRegistry registry, Route route) {
        return HANDLERS.computeIfAbsent(route.function(), function -> {
            Services services = services(registry, clients(function));
            try {
                return Class.forName(route.handlerClass())
                        .asSubclass(RequestStreamHandler.class)
                        .getConstructor(Services.class)
                        .newInstance(services);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static GuardedClients clients(String function) {
        GuardedClients clients = new GuardedClients(Grant.ofFunction(TEMPLATE, function));
        CLIENTS.put(function, clients);
        return clients;
    }

    private static Services services(LocalRegistry registry, GuardedClients clients) {
        return Services.on(
                clients.dynamoDb(registry.dynamoDb()),
                registry.tableName(),
                clients.s3(registry.s3()),
                clients.presigner(registry.s3Presigner()),
                registry.bucket(),
                ArtifactSettings.UNLIMITED);
    }

    @Test
    void everyOperationWasRun() {
        Set<String> called = new TreeSet<>(TEMPLATE.functions().keySet());
        called.remove("UnknownRoute"); // which the gateway here answers itself
        assertThat(CLIENTS).containsOnlyKeys(called);
    }

    @Test
    void aRoleAllowsWhateverItsOperationsCall() {
        CLIENTS.forEach((function, clients) ->
                assertThat(clients.refused()).as(function).isEmpty());
    }

    @Test
    void aRoleAllowsNothingThatNoneOfItsOperationsCalls() {
        List<String> unused = new ArrayList<>();
        Map<String, List<String>> functionsOfRole =
                CLIENTS.keySet().stream().collect(Collectors.groupingBy(function -> Grant.role(TEMPLATE, function)));
        functionsOfRole.forEach((role, functions) -> {
            Set<Grant> used = CLIENTS.entrySet().stream()
                    .filter(entry -> functions.contains(entry.getKey()))
                    .flatMap(entry -> entry.getValue().used().stream())
                    .collect(Collectors.toSet());
            Grant.ofFunction(TEMPLATE, functions.getFirst()).stream()
                    .filter(grant -> grant.allows() && !isUsedByLambdaItself(grant))
                    .filter(grant -> !used.contains(grant))
                    .forEach(grant -> unused.add(role + " " + grant.action() + " on " + grant.resource()));
        });
        assertThat(unused).isEmpty();
    }

    private static boolean isUsedByLambdaItself(Grant grant) {
        return grant.action().matches("logs:.*|sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)");
    }

    @Test
    void onlyWhatHandlesOrShowsArtifactsTouchesTheBucket() {
        Set<String> touching = new TreeSet<>();
        CLIENTS.forEach((function, clients) -> {
            if (clients.used().stream().anyMatch(grant -> grant.action().startsWith("s3:"))) {
                touching.add(function);
            }
        });
        assertThat(touching)
                .isNotEmpty()
                .allMatch(function -> function.matches(
                        ".*(Artifact|MultipartUpload|Presigned|RegisterUploads).*|Show(Version|Comparison|Run)"));
    }

    @Test
    void whatOnlyReadsCannotWrite() {
        for (String function : CLIENTS.keySet()) {
            if (function.matches("(Get|List|Download|Search).*")) {
                assertThat(Grant.ofFunction(TEMPLATE, function))
                        .as(function)
                        .allMatch(grant ->
                                grant.action().matches("\\w+:(Get|BatchGet|Query|List|logs|CreateLog|PutLog).*")
                                        || grant.partitions().isPresent());
            }
        }
    }
}
