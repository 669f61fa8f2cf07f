package io.lambdaregistry.functions;

import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.artifact.PresignedTransfers;
import io.lambdaregistry.aws.SignedJsonService;
import io.lambdaregistry.dynamodb.event.DynamoEventStore;
import io.lambdaregistry.dynamodb.garbage.DynamoGarbageStore;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.TokenKey;
import io.lambdaregistry.dynamodb.registry.DynamoRegistryStore;
import io.lambdaregistry.dynamodb.registry.RegistryTable;
import io.lambdaregistry.dynamodb.seal.DynamoSealStore;
import io.lambdaregistry.dynamodb.seal.DynamoSignatureStore;
import io.lambdaregistry.dynamodb.tracking.DynamoExperimentStore;
import io.lambdaregistry.dynamodb.tracking.DynamoLoggedModelStore;
import io.lambdaregistry.dynamodb.tracking.DynamoRunStore;
import io.lambdaregistry.dynamodb.upload.DynamoUploadStore;
import io.lambdaregistry.dynamodb.webhook.DynamoWebhookStore;
import io.lambdaregistry.dynamodb.webhook.OutboxPosition;
import io.lambdaregistry.event.AuditTrail;
import io.lambdaregistry.event.DeadLetters;
import io.lambdaregistry.event.EventBus;
import io.lambdaregistry.eventbridge.EventBridgeBus;
import io.lambdaregistry.garbage.GarbageCollector;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.kms.KmsRegistryKey;
import io.lambdaregistry.kms.KmsSecretCipher;
import io.lambdaregistry.lineage.TrackingLineage;
import io.lambdaregistry.registry.Lineage;
import io.lambdaregistry.registry.ModelRegistry;
import io.lambdaregistry.s3.S3ArtifactStore;
import io.lambdaregistry.s3.S3FolderFiles;
import io.lambdaregistry.s3.S3GarbageFiles;
import io.lambdaregistry.s3.S3ModelFiles;
import io.lambdaregistry.s3.S3PresignedStore;
import io.lambdaregistry.seal.FolderFiles;
import io.lambdaregistry.seal.SealRequests;
import io.lambdaregistry.seal.SealStore;
import io.lambdaregistry.seal.Sealing;
import io.lambdaregistry.seal.signature.FolderSignature;
import io.lambdaregistry.seal.signature.RegistryKey;
import io.lambdaregistry.seal.signature.RegistrySignatures;
import io.lambdaregistry.seal.signature.SignatureStore;
import io.lambdaregistry.seal.signature.Signatures;
import io.lambdaregistry.seal.signature.TrustedKeys;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.sqs.SqsDeadLetters;
import io.lambdaregistry.sqs.SqsSealRequests;
import io.lambdaregistry.sqs.SqsWakeUps;
import io.lambdaregistry.tracking.Experiments;
import io.lambdaregistry.tracking.LoggedModels;
import io.lambdaregistry.tracking.MetricHistories;
import io.lambdaregistry.tracking.RunStore;
import io.lambdaregistry.tracking.Runs;
import io.lambdaregistry.upload.Uploads;
import io.lambdaregistry.web.HttpWebhookSender;
import io.lambdaregistry.webhook.WakeUps;
import io.lambdaregistry.webhook.WebhookAddresses;
import io.lambdaregistry.webhook.WebhookDeliveries;
import io.lambdaregistry.webhook.WebhookStore;
import io.lambdaregistry.webhook.Webhooks;
import io.lambdaregistry.yaml.Yaml;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The composition root: the services that handlers call, wired by plain constructors. Thread-safe. */
public final class Services {
    private final Table table;
    private final Experiments experiments;
    private final Runs runs;
    private final MetricHistories metricHistories;
    private final LoggedModels loggedModels;
    private final ModelRegistry registry;
    private final ArtifactSettings artifactSettings;
    private final Artifacts artifacts;
    private final PresignedTransfers presignedTransfers;
    private final DynamoEventStore events;
    private final AuditTrail auditTrail;
    private final Uploads uploads;
    private final Supplier<GarbageCollector> garbage;
    private final SealStore seals;
    private final Supplier<Sealing> sealing;
    private final Signatures signatures;
    private final TrustedKeys trustedKeys;
    private final Supplier<RegistrySignatures> registrySignatures;
    private final WebhookStore webhookStore;
    private final EventChannels channels;

    /**
     * Builds the services on the given table and bucket.
     *
     * @param s3 a client that adds no checksums of its own to multipart uploads
     * @param presigner signs requests for the endpoint at which clients reach the bucket
     * @param deletedRetention how long a deleted entity can be restored; zero means for ever
     */
    public Services(
            DynamoDbClient dynamoDb,
            String tableName,
            S3Client s3,
            S3Presigner presigner,
            String bucket,
            ArtifactSettings artifactSettings,
            Duration deletedRetention,
            EventChannels channels) {
        this(new Table(dynamoDb, tableName), s3, presigner, bucket, artifactSettings, deletedRetention, channels);
    }

    private Services(
            Table table,
            S3Client s3,
            S3Presigner presigner,
            String bucket,
            ArtifactSettings artifactSettings,
            Duration deletedRetention,
            EventChannels channels) {
        InstantSource clock = InstantSource.system();
        this.table = table;
        PageTokens tokens = new PageTokens(new TokenKey(table));
        this.experiments = new Experiments(new DynamoExperimentStore(table, tokens), clock, artifactSettings.root());
        RunStore runStore = new DynamoRunStore(table, tokens);
        this.runs = new Runs(runStore, experiments, clock);
        this.metricHistories = new MetricHistories(runStore);
        this.loggedModels = new LoggedModels(new DynamoLoggedModelStore(table, tokens), experiments, clock);
        Lineage lineage = new TrackingLineage(runs, loggedModels);
        this.registry = new ModelRegistry(new DynamoRegistryStore(table, tokens), lineage, clock);
        this.artifactSettings = artifactSettings;
        this.artifacts = new Artifacts(new S3ArtifactStore(s3, bucket), new RecordedRoots(lineage, registry), bucket);
        this.presignedTransfers = new PresignedTransfers(
                new S3PresignedStore(s3, presigner, bucket), artifacts, artifactSettings.mostParts());
        this.uploads = new Uploads(
                new S3ModelFiles(s3),
                new DynamoUploadStore(table),
                lineage,
                Yaml::parse,
                bucket,
                artifactSettings.root().startsWith("s3:"),
                clock);
        this.garbage = () -> new GarbageCollector(
                new DynamoGarbageStore(table, tokens, bucket),
                new S3GarbageFiles(s3, bucket),
                bucket,
                deletedRetention,
                clock);
        this.seals = new DynamoSealStore(table, tokens);
        SignatureStore signatureStore = new DynamoSignatureStore(table);
        this.signatures = new Signatures(signatureStore, seals, Json::parse, clock);
        this.trustedKeys = new TrustedKeys(signatureStore, clock);
        this.registrySignatures =
                () -> new RegistrySignatures(channels.registryKey(), signatureStore, seals, signatures, clock);
        FolderFiles folders = new S3FolderFiles(s3, bucket);
        this.sealing = () -> new Sealing(seals, folders, artifacts, new FolderSignature(folders, signatures), clock);
        this.events = new DynamoEventStore(table, tokens);
        this.auditTrail = new AuditTrail(events);
        this.webhookStore = new DynamoWebhookStore(table, tokens);
        this.channels = channels;
    }

    /**
     * Builds the services on the table and bucket that the function's environment names: {@code TABLE_NAME} and
     * {@code BUCKET_NAME}. {@code ARTIFACT_ROOT}, a URI, is the root of new experiments' artifacts. The SDK reads endpoints,
     * region and credentials from the environment as well.
     */
    public static Services fromEnvironment() {
        return Environment.SERVICES;
    }

    /** As {@link #fromEnvironment}, but the given client answers every AWS call, and no webhook reaches a host. */
    public static Services answeredBy(SdkHttpClient http) {
        AwsCredentials nobody = AwsBasicCredentials.create("sample", "sample");
        WebhookAddresses none = new WebhookAddresses(
                host -> {
                    throw new UnknownHostException(host);
                },
                false);
        return onAws(http, StaticCredentialsProvider.create(nobody), none, Table::new, name -> "sample");
    }

    /**
     * Creates a handler that calls these services. Lambda creates handlers by constructors without parameters, and so do
     * rehearsals, the local gateway and tests.
     */
    public <H, X extends Throwable> H wire(ScopedValue.CallableOp<H, X> make) throws X {
        return Wiring.to(this, make);
    }

    public ModelRegistry registry() {
        return registry;
    }

    /** The outbox of events, for a caller that polls it because no DynamoDB stream delivers events. */
    public DynamoEventStore events() {
        return events;
    }

    /** The position up to which such a poller has read the outbox. */
    public OutboxPosition outboxPosition() {
        return OutboxPosition.ofWebhooks(table);
    }

    /** The position up to which a process that seals versions has read it. */
    public OutboxPosition sealingPosition() {
        return OutboxPosition.ofSealing(table);
    }

    public AuditTrail auditTrail() {
        return auditTrail;
    }

    /** The webhooks, for the functions that change or test them; other functions need no HTTP client for them. */
    public Webhooks webhooks() {
        return new Webhooks(
                webhookStore,
                channels.addresses(),
                channels.cipher().get(),
                new HttpWebhookSender(channels.addresses()),
                InstantSource.system());
    }

    /** The webhook deliveries, for the functions that send events to webhooks. */
    public WebhookDeliveries webhookDeliveries() {
        return new WebhookDeliveries(
                webhookStore,
                events,
                channels.cipher().get(),
                new HttpWebhookSender(channels.addresses()),
                deadLetters(),
                InstantSource.system());
    }

    public WakeUps wakeUps() {
        return channels.wakeUps().get();
    }

    public EventBus eventBus() {
        return channels.bus().get();
    }

    public Experiments experiments() {
        return experiments;
    }

    public Runs runs() {
        return runs;
    }

    public MetricHistories metricHistories() {
        return metricHistories;
    }

    public LoggedModels loggedModels() {
        return loggedModels;
    }

    public Artifacts artifacts() {
        return artifacts;
    }

    public PresignedTransfers presignedTransfers() {
        return presignedTransfers;
    }

    public ArtifactSettings artifactSettings() {
        return artifactSettings;
    }

    public Uploads uploads() {
        return uploads;
    }

    /** The queue to which a function sends messages that it cannot process. */
    public DeadLetters deadLetters() {
        return channels.deadLetters().get();
    }

    /** The garbage collector, for the Lambda function and for the local schedule. */
    public GarbageCollector garbage() {
        return garbage.get();
    }

    /** The manifests of versions. */
    public SealStore seals() {
        return seals;
    }

    /** The signatures of versions. */
    public Signatures signatures() {
        return signatures;
    }

    /** The keys and authorities whose signatures count. */
    public TrustedKeys trustedKeys() {
        return trustedKeys;
    }

    /** The signatures that the registry makes itself, for the functions that digest files. */
    public RegistrySignatures registrySignatures() {
        return registrySignatures.get();
    }

    /** The sealing of versions, for the functions that digest their files. */
    public Sealing sealing() {
        return sealing.get();
    }

    /** The queue of versions whose files are to be digested. */
    public SealRequests sealRequests() {
        return channels.sealRequests().get();
    }

    /**
     * @param table returns the table of a client and a name
     * @param environment returns the value of an environment variable
     */
    private static Services onAws(
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            WebhookAddresses webhookAddresses,
            BiFunction<DynamoDbClient, String, Table> table,
            UnaryOperator<String> environment) {
        AwsClients clients = new AwsClients(http, credentials);
        return new Services(
                table.apply(clients.dynamoDb(), environment.apply("TABLE_NAME")),
                clients.s3(),
                S3Presigner.builder().credentialsProvider(credentials).build(),
                environment.apply("BUCKET_NAME"),
                ArtifactSettings.fromEnvironment(),
                deletedRetention(),
                new EventChannels(
                        webhookAddresses,
                        () -> new KmsSecretCipher(
                                SignedJsonService.kms(http, credentials), environment.apply("WEBHOOK_KEY_ID")),
                        () -> new SqsWakeUps(clients.sqs(), environment.apply("WAKE_UPS_QUEUE_URL")),
                        () -> new SqsSealRequests(clients.sqs(), environment.apply("SEAL_QUEUE_URL")),
                        () -> new EventBridgeBus(
                                SignedJsonService.eventBridge(http, credentials), environment.apply("EVENT_BUS")),
                        () -> new SqsDeadLetters(clients.sqs(), environment.apply("DEAD_LETTER_QUEUE_URL")),
                        registryKey(http, credentials)));
    }

    /** The key that {@code SIGNING_KEY_ARN} names; the variable is empty, or missing, where the registry signs nothing. */
    private static Supplier<Optional<RegistryKey>> registryKey(SdkHttpClient http, AwsCredentialsProvider credentials) {
        String arn = System.getenv().getOrDefault("SIGNING_KEY_ARN", "");
        if (arn.isEmpty()) {
            return Optional::empty;
        }
        Optional<RegistryKey> key = Optional.of(new KmsRegistryKey(SignedJsonService.kms(http, credentials), arn));
        return () -> key;
    }

    private static Duration deletedRetention() {
        return Duration.ofDays(Long.parseLong(System.getenv().getOrDefault("DELETED_RETENTION_DAYS", "30")));
    }

    /** Created once in a function, when its first handler is created. */
    private static final class Environment {
        static final Services SERVICES = connect();

        private static Services connect() {
            AwsConnection connection = new AwsConnection();
            Services services = onAws(
                    connection,
                    connection,
                    WebhookAddresses.ofSystem(Boolean.parseBoolean(System.getenv("WEBHOOK_PRIVATE_NETWORKS"))),
                    RegistryTable::claimedByFirstWrite,
                    System::getenv);
            Snapshot.prepare(() -> {
                services.table.reach();
                connection.renew();
            });
            return services;
        }
    }
}
