package io.lambdaregistry.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.aws.JsonService;
import io.lambdaregistry.aws.SignedJsonService;
import io.lambdaregistry.dynamodb.registry.RegistryTable;
import io.lambdaregistry.functions.ArtifactSettings;
import io.lambdaregistry.functions.EventChannels;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.triggers.DeliverWebhooks;
import io.lambdaregistry.functions.triggers.RegisterUploads;
import io.lambdaregistry.functions.triggers.SealVersions;
import io.lambdaregistry.functions.triggers.WakeWebhooks;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.kms.KmsRegistryKey;
import io.lambdaregistry.kms.KmsSecretCipher;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.RegistrySuite;
import io.lambdaregistry.local.gateway.FunctionLog;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.VersionSeal;
import io.lambdaregistry.registry.VersionSearch;
import io.lambdaregistry.seal.signature.RegistryKey;
import io.lambdaregistry.sqs.SqsDeadLetters;
import io.lambdaregistry.sqs.SqsSealRequests;
import io.lambdaregistry.sqs.SqsWakeUps;
import io.lambdaregistry.webhook.AesSecretCipher;
import io.lambdaregistry.webhook.QueueMapping;
import io.lambdaregistry.webhook.Receiver;
import io.lambdaregistry.webhook.StreamMapping;
import io.lambdaregistry.webhook.WebhookAddresses;
import io.lambdaregistry.webhook.WebhookEvent;
import io.lambdaregistry.webhook.WebhookStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.FilterRuleName;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The events that S3 sends through SQS, and that the table sends through its stream. */
@Tag("localstack")
@ExtendWith(LocalStack.class)
final class EventsOnLocalStackTest extends RegistrySuite {
    private static final int GIVE_UP_AFTER_POLLS = 60;
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    private SqsClient sqs;

    @Override
    protected LocalRegistry open() {
        return LocalStack.registry();
    }

    @BeforeAll
    void connect() {
        sqs = SqsClient.builder()
                .endpointOverride(LocalStack.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @AfterAll
    void disconnect() {
        sqs.close();
    }

    @Test
    void uploadsComeByS3sNotificationsAndWhatIsRefusedIsADeadLetterWithItsReason() throws Exception {
        String queue = sqs.createQueue(create -> create.queueName("uploads")).queueUrl();
        String dead =
                sqs.createQueue(create -> create.queueName("dead-letters")).queueUrl();
        notifyOfPuts(queue);
        put("models/Größe und+Preis/first try+1/MLmodel", "flavors: {sklearn: {}}");
        put("models/Größe und+Preis/first try+1/model.pkl", "0123456789");
        put("models/Größe und+Preis/first try+1/MLmodel", "flavors: {sklearn: {}}");
        put("models/bad/f/MLmodel", "a: [");
        put("elsewhere/MLmodel", "flavors: {sklearn: {}}");
        RegisterUploads function = new RegisterUploads(local.services(), new SqsDeadLetters(sqs, dead));
        List<Message> deadLetters = new ArrayList<>();
        for (int i = 0; i < GIVE_UP_AFTER_POLLS && (versions().size() < 2 || deadLetters.isEmpty()); i++) {
            workOff(queue, function);
            deadLetters.addAll(
                    sqs.receiveMessage(receive -> receive.queueUrl(dead).messageAttributeNames("All"))
                            .messages());
        }
        workOff(queue, function);
        assertThat(versions())
                .extracting(ModelVersion::source)
                .hasSize(2)
                .containsOnly("mlflow-artifacts:/models/Größe und+Preis/first try+1");
        assertThat(versions().getLast().tags()).containsEntry("upload.file_count", "2");
        assertThat(deadLetters).singleElement().satisfies(letter -> {
            assertThat(Objects.requireNonNull(letter.messageAttributes().get(SqsDeadLetters.REASON))
                            .stringValue())
                    .contains("models/bad/f/MLmodel", "The YAML cannot be read");
            assertThat(letter.body()).contains("models/bad/f/MLmodel");
        });
    }

    private List<ModelVersion> versions() {
        VersionSearch all =
                VersionSearch.of("name = 'Größe und+Preis'", List.of("version_number ASC"), 100, Optional.empty());
        return local.services().registry().searchVersions(all).items();
    }

    private void notifyOfPuts(String queue) {
        local.s3()
                .putBucketVersioning(put -> put.bucket(local.bucket())
                        .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        FilterRule uploads = FilterRule.builder()
                .name(FilterRuleName.PREFIX)
                .value("models/")
                .build();
        QueueConfiguration puts = QueueConfiguration.builder()
                .queueArn(arn(queue))
                .events(Event.S3_OBJECT_CREATED)
                .filter(filter -> filter.key(key -> key.filterRules(List.of(uploads))))
                .build();
        local.s3()
                .putBucketNotificationConfiguration(put -> put.bucket(local.bucket())
                        .notificationConfiguration(to -> to.queueConfigurations(List.of(puts))));
    }

    private String arn(String queue) {
        return Objects.requireNonNull(
                sqs.getQueueAttributes(get -> get.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                        .attributes()
                        .get(QueueAttributeName.QUEUE_ARN));
    }

    private void put(String key, String content) {
        local.s3().putObject(object -> object.bucket(local.bucket()).key(key), RequestBody.fromString(content));
    }

    /** Does what Lambda does between a queue and a function. */
    private void workOff(String queue, RegisterUploads function) throws IOException {
        List<Message> messages = sqs.receiveMessage(receive -> receive.queueUrl(queue)
                        .maxNumberOfMessages(10)
                        .waitTimeSeconds(1)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
        String event = Json.object(fields -> fields.list(
                "Records",
                messages,
                (record, message) -> record.field("messageId", message.messageId())
                        .field("body", message.body())
                        .object(
                                "attributes",
                                attributes -> message.attributes()
                                        .forEach((name, value) -> attributes.field(name.toString(), value)))));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function.handleRequest(
                new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                answer,
                FunctionLog.CONSOLE.context("1", "f"));
        for (Message message : messages) {
            if (!answer.toString(StandardCharsets.UTF_8).contains(message.messageId())) {
                sqs.deleteMessage(delete -> delete.queueUrl(queue).receiptHandle(message.receiptHandle()));
            }
        }
    }

    @Test
    void theStreamHasEveryWriteOfAModel() {
        local.services().registry().createModel("streamed", "", Map.of());
        local.services().registry().updateModel("streamed", "words");
        local.services().registry().renameModel("streamed", "streamed on");
        String stream = local.dynamoDb()
                .describeTable(describe -> describe.tableName(local.tableName()))
                .table()
                .latestStreamArn();
        try (DynamoDbStreamsClient streams = streams()) {
            List<OperationType> seen = new ArrayList<>();
            for (int i = 0; i < GIVE_UP_AFTER_POLLS && !seen.contains(OperationType.REMOVE); i++) {
                seen = records(streams, stream).stream()
                        .filter(record -> AttributeValue.fromS("MODEL#streamed")
                                .equals(record.dynamodb().keys().get("pk")))
                        .map(Record::eventName)
                        .toList();
            }
            assertThat(seen).containsExactly(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE);
        }
    }

    private static DynamoDbStreamsClient streams() {
        return DynamoDbStreamsClient.builder()
                .endpointOverride(LocalStack.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private static List<Record> records(DynamoDbStreamsClient streams, String stream) {
        return streams.describeStream(describe -> describe.streamArn(stream)).streamDescription().shards().stream()
                .map(shard -> streams.getShardIterator(iterator -> iterator.streamArn(stream)
                                .shardId(shard.shardId())
                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator())
                .flatMap(iterator -> streams.getRecords(get -> get.shardIterator(iterator)).records().stream())
                .toList();
    }

    /** On a table that no dispatcher on this machine looks at. */
    private String streamedTable(String name) {
        RegistryTable.create(local.dynamoDb(), name);
        return local.dynamoDb()
                .describeTable(describe -> describe.tableName(name))
                .table()
                .latestStreamArn();
    }

    @Test
    void aKeyInKmsSignsAndOneOfAnotherSpecIsRefused() throws Exception {
        try (SdkHttpClient http = UrlConnectionHttpClient.create()) {
            JsonService kms = new SignedJsonService(
                    http, CREDENTIALS, Region.US_EAST_1, LocalStack.endpoint(), "kms", "TrentService");
            RegistryKey key = new KmsRegistryKey(kms, signingKey(kms, "ECC_NIST_P256"));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest("signed".getBytes(StandardCharsets.UTF_8));
            Signature verification = Signature.getInstance("SHA256withECDSA");
            verification.initVerify(key.publicKey());
            verification.update("signed".getBytes(StandardCharsets.UTF_8));
            assertThat(verification.verify(key.sign(digest))).isTrue();
            RegistryKey another = new KmsRegistryKey(kms, signingKey(kms, "ECC_NIST_P384"));
            assertThatThrownBy(another::publicKey).hasMessageContaining("is of the spec ECC_NIST_P384");
        }
    }

    private static String signingKey(JsonService kms, String spec) {
        Map<?, ?> key = (Map<?, ?>)
                Objects.requireNonNull(kms.call("CreateKey", Map.of("KeySpec", spec, "KeyUsage", "SIGN_VERIFY"))
                        .get("KeyMetadata"));
        return String.valueOf(key.get("Arn"));
    }

    @Test
    void changesGoByTheStreamAndAFifoQueueToAWebhookWhoseSecretKmsKeeps() throws Exception {
        String stream = streamedTable("hooked");
        String queue = sqs.createQueue(create -> create.queueName("wake-ups.fifo")
                        .attributes(Map.of(
                                QueueAttributeName.FIFO_QUEUE, "true",
                                QueueAttributeName.DEDUPLICATION_SCOPE, "messageGroup",
                                QueueAttributeName.FIFO_THROUGHPUT_LIMIT, "perMessageGroupId",
                                QueueAttributeName.VISIBILITY_TIMEOUT, "10")))
                .queueUrl();
        try (Receiver receiver = Receiver.start();
                DynamoDbStreamsClient streams = streams();
                SdkHttpClient http = UrlConnectionHttpClient.create()) {
            JsonService kms = new SignedJsonService(
                    http, CREDENTIALS, Region.US_EAST_1, LocalStack.endpoint(), "kms", "TrentService");
            Map<?, ?> key = (Map<?, ?>)
                    Objects.requireNonNull(kms.call("CreateKey", Map.of()).get("KeyMetadata"));
            Services services = new Services(
                    local.dynamoDb(),
                    "hooked",
                    local.s3(),
                    local.s3Presigner(),
                    local.bucket(),
                    ArtifactSettings.UNLIMITED,
                    Options.DEFAULT_RETENTION,
                    new EventChannels(
                            WebhookAddresses.ofSystem(true),
                            () -> new KmsSecretCipher(kms, String.valueOf(key.get("KeyId"))),
                            () -> new SqsWakeUps(sqs, queue),
                            () -> requests -> {},
                            () -> entries -> OptionalInt.empty(),
                            () -> (body, reason) -> {
                                throw new AssertionError(reason);
                            }));
            services.webhooks()
                    .create(
                            "hook",
                            "",
                            receiver.url("/failing"),
                            List.of(WebhookEvent.parse("model_version_tag.set")),
                            WebhookStatus.ACTIVE,
                            Optional.of("secret"));
            receiver.failures.set(2);
            services.registry().createModel("hooked", "", Map.of());
            services.registry().createVersion("hooked", "s3://bucket/model", null, null, "", "", Map.of());
            StreamMapping mapping = new StreamMapping(streams, stream, () -> services.wire(WakeWebhooks::new));
            try (QueueMapping _ = new QueueMapping(sqs, queue, () -> services.wire(DeliverWebhooks::new))) {
                for (int i = 0; i < 12; i++) {
                    services.registry().setVersionTag("hooked", "1", "k", "value" + i);
                    mapping.workOff();
                }
                for (int i = 0;
                        i < GIVE_UP_AFTER_POLLS
                                && receiver.deliveries("/failing").size() < 12;
                        i++) {
                    mapping.workOff();
                    Thread.sleep(1_000);
                }
            }
            assertThat(receiver.deliveries("/failing"))
                    .extracting(delivery -> delivery.body().replaceAll(".*\"(value\\d+)\".*", "$1"))
                    .isEqualTo(IntStream.range(0, 12).mapToObj(i -> "value" + i).toList());
            assertThat(receiver.deliveries("/failing"))
                    .allSatisfy(delivery -> assertThat(delivery.signature()).startsWith("v1,"));
        }
    }

    /** Each call may read one range of a file, so that it sends itself a request for what is left. */
    @Test
    void newVersionsGoByTheStreamAndAQueueToTheFunctionThatSealsThem() throws Exception {
        String stream = streamedTable("sealed");
        String wakeUps = sqs.createQueue(create ->
                        create.queueName("unheard.fifo").attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")))
                .queueUrl();
        String queue = sqs.createQueue(create -> create.queueName("seals")).queueUrl();
        try (DynamoDbStreamsClient streams = streams()) {
            Services services = new Services(
                    local.dynamoDb(),
                    "sealed",
                    local.s3(),
                    local.s3Presigner(),
                    local.bucket(),
                    ArtifactSettings.UNLIMITED,
                    Options.DEFAULT_RETENTION,
                    new EventChannels(
                            WebhookAddresses.ofSystem(true),
                            () -> new AesSecretCipher(new byte[32]),
                            () -> new SqsWakeUps(sqs, wakeUps),
                            () -> new SqsSealRequests(sqs, queue),
                            () -> entries -> OptionalInt.empty(),
                            () -> (body, reason) -> {
                                throw new AssertionError(reason);
                            }));
            put("sealed/model/MLmodel", "flavors: {}");
            put("sealed/model/data/a", "a");
            put("sealed/model/data/b", "b");
            services.registry().createModel("sealed", "", Map.of());
            services.registry()
                    .createVersion("sealed", "s3://" + local.bucket() + "/sealed/model", null, null, "", "", Map.of());
            StreamMapping mapping = new StreamMapping(streams, stream, () -> services.wire(WakeWebhooks::new));
            try (QueueMapping _ = new QueueMapping(sqs, queue, () -> new SealVersions(services, Duration.ZERO))) {
                for (int i = 0; i < GIVE_UP_AFTER_POLLS && seal(services) instanceof VersionSeal.Pending; i++) {
                    mapping.workOff();
                    Thread.sleep(1_000);
                }
            }
            assertThat(seal(services)).isInstanceOfSatisfying(VersionSeal.Sealed.class, seal -> {
                assertThat(seal.files()).isEqualTo(3);
                assertThat(seal.size()).isEqualTo(13);
            });
        }
    }

    private static VersionSeal seal(Services services) {
        return services.registry().getVersion("sealed", "1").seal();
    }
}
