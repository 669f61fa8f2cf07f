package io.lambdaregistry.template;

import io.lambdaregistry.aws.JsonService;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.eventbridge.EventBridgeBus;
import io.lambdaregistry.functions.EventChannels;
import io.lambdaregistry.kms.KmsRegistryKey;
import io.lambdaregistry.kms.KmsSecretCipher;
import io.lambdaregistry.local.data.SigningKeyFile;
import io.lambdaregistry.seal.signature.RegistryKey;
import io.lambdaregistry.sqs.SqsDeadLetters;
import io.lambdaregistry.sqs.SqsSealRequests;
import io.lambdaregistry.sqs.SqsWakeUps;
import io.lambdaregistry.webhook.WebhookAddresses;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.GetObjectPresignRequest;
import software.amazon.awssdk.services.s3.presigner.model.PutObjectPresignRequest;
import software.amazon.awssdk.services.s3.presigner.model.UploadPartPresignRequest;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** The AWS clients of one function. They allow only the calls that its role allows, and record which permissions were used. */
final class GuardedClients {
    private static final RegistryKey KEY = SigningKeyFile.inMemory();

    private final List<Grant> grants;
    private final Set<Grant> used = ConcurrentHashMap.newKeySet();
    private final Collection<AwsCall> refused = new ConcurrentLinkedQueue<>();
    private final AtomicInteger eventsPut = new AtomicInteger();
    private final Collection<String> putsOverEvents = new ConcurrentLinkedQueue<>();

    GuardedClients(List<Grant> grants) {
        this.grants = grants;
    }

    DynamoDbClient dynamoDb(DynamoDbClient client) {
        return guarded(DynamoDbClient.class, client);
    }

    S3Client s3(S3Client client) {
        return guarded(S3Client.class, client);
    }

    SqsClient sqs(SqsClient client) {
        return guarded(SqsClient.class, client);
    }

    /** With a KMS that hides nothing, and queues and a bus that keep nothing: the calls are what counts. */
    EventChannels channels() {
        return new EventChannels(
                WebhookAddresses.ofSystem(true),
                () -> new KmsSecretCipher(guarded("kms", GuardedClients::answerOfKms), "WebhookKey"),
                () -> new SqsWakeUps(sqs(new ForgetfulQueue()), "WakeUps"),
                () -> new SqsSealRequests(sqs(new ForgetfulQueue()), "SealQueue"),
                () -> new EventBridgeBus(guarded("events", GuardedClients::answerOfEventBridge), "EventBus"),
                () -> new SqsDeadLetters(sqs(new EveryUpload.Queue()), "LostEvents"),
                () -> Optional.of(new KmsRegistryKey(guarded("kms", GuardedClients::answerOfKms), "SigningKeyArn")));
    }

    private static Map<?, ?> answerOfKms(String operation, Map<String, ?> request) {
        return switch (operation) {
            case "Encrypt" -> Map.of("CiphertextBlob", Objects.requireNonNull(request.get("Plaintext")));
            case "GetPublicKey" ->
                Map.of(
                        "KeySpec",
                        "ECC_NIST_P256",
                        "PublicKey",
                        base64(KEY.publicKey().getEncoded()));
            case "Sign" -> Map.of("Signature", base64(KEY.sign(new byte[32])));
            default -> Map.of("Plaintext", Objects.requireNonNull(request.get("CiphertextBlob")));
        };
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Map<?, ?> answerOfEventBridge(String operation, Map<String, ?> request) {
        List<?> entries = (List<?>) Objects.requireNonNull(request.get("Entries"));
        return Map.of(
                "Entries", entries.stream().map(entry -> Map.of("EventId", "1")).toList());
    }

    private JsonService guarded(String service, JsonService real) {
        return (operation, request) -> {
            check(AwsCall.of(service, operation));
            return real.call(operation, request);
        };
    }

    private static final class ForgetfulQueue implements SqsClient {
        @Override
        public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
            return SendMessageBatchResponse.builder().build();
        }

        @Override
        public ChangeMessageVisibilityResponse changeMessageVisibility(ChangeMessageVisibilityRequest request) {
            return ChangeMessageVisibilityResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    /** What it signs is allowed when it is sent, and by the same role. */
    S3Presigner presigner(S3Presigner presigner) {
        return guarded(S3Presigner.class, presigner);
    }

    Set<Grant> used() {
        return used;
    }

    Collection<AwsCall> refused() {
        return refused;
    }

    /** The number of events that were put. */
    int eventsPut() {
        return eventsPut.get();
    }

    /** The partitions of those that were put without the condition that there is none with their key. */
    Collection<String> putsOverEvents() {
        return putsOverEvents;
    }

    private void notePuts(SdkRequest request) {
        switch (request) {
            case PutItemRequest put -> notePut(put.item(), put.conditionExpression());
            case TransactWriteItemsRequest transaction ->
                transaction.transactItems().stream()
                        .map(TransactWriteItem::put)
                        .filter(Objects::nonNull)
                        .forEach(put -> notePut(put.item(), put.conditionExpression()));
            default -> {
                // puts nothing, or not without its role's leave
            }
        }
    }

    private void notePut(Map<String, AttributeValue> item, @Nullable String condition) {
        String partition = Objects.requireNonNull(item.get(Keys.PK)).s();
        if (partition.startsWith("EVENTS#")) {
            eventsPut.incrementAndGet();
            if (condition == null || !condition.contains("attribute_not_exists")) {
                putsOverEvents.add(partition + " " + condition);
            }
        }
    }

    private <C> C guarded(Class<C> type, C client) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (args != null && args[0] instanceof Consumer<?>) {
                return InvocationHandler.invokeDefault(proxy, method, args); // builds the request, and calls again
            }
            if (args != null) {
                request(args[0]).ifPresent(request -> {
                    notePuts(request);
                    AwsCall.of(request).forEach(this::check);
                });
            }
            return invoke(client, method, args);
        }));
    }

    private static Optional<SdkRequest> request(Object argument) {
        return Optional.ofNullable(
                switch (argument) {
                    case SdkRequest request -> request;
                    case PutObjectPresignRequest presign -> presign.putObjectRequest();
                    case GetObjectPresignRequest presign -> presign.getObjectRequest();
                    case UploadPartPresignRequest presign -> presign.uploadPartRequest();
                    default -> null;
                });
    }

    private static Object invoke(Object client, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(client, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void check(AwsCall call) {
        List<Grant> covering =
                grants.stream().filter(grant -> grant.covers(call)).toList();
        used.addAll(covering);
        if (covering.isEmpty() || !covering.stream().allMatch(Grant::allows)) {
            refused.add(call);
            throw DynamoDbException.builder()
                    .statusCode(400)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("AccessDeniedException")
                            .errorMessage("not authorized to perform " + call)
                            .build())
                    .build();
        }
    }
}
