package io.lambdaregistry.garbage;

import io.lambdaregistry.access.Principal;
import io.lambdaregistry.dynamodb.garbage.DynamoGarbageStore;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.registry.DynamoRegistryStore;
import io.lambdaregistry.dynamodb.registry.RegistryTable;
import io.lambdaregistry.dynamodb.tracking.DynamoExperimentStore;
import io.lambdaregistry.dynamodb.tracking.DynamoLoggedModelStore;
import io.lambdaregistry.dynamodb.tracking.DynamoRunStore;
import io.lambdaregistry.dynamodb.upload.DynamoUploadStore;
import io.lambdaregistry.dynamodb.webhook.DynamoWebhookStore;
import io.lambdaregistry.registry.Lineage;
import io.lambdaregistry.registry.ModelRegistry;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.NewModelVersion;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.s3.S3GarbageFiles;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.testing.TestStores;
import io.lambdaregistry.tracking.Experiments;
import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.LoggedModels;
import io.lambdaregistry.tracking.Metric;
import io.lambdaregistry.tracking.NewLoggedModel;
import io.lambdaregistry.tracking.NewRun;
import io.lambdaregistry.tracking.Param;
import io.lambdaregistry.tracking.Runs;
import io.lambdaregistry.tracking.Tag;
import io.lambdaregistry.upload.ModelFolder;
import io.lambdaregistry.upload.UploadedObject;
import io.lambdaregistry.webhook.DeliveryState;
import io.lambdaregistry.webhook.Webhook;
import io.lambdaregistry.webhook.WebhookEvent;
import io.lambdaregistry.webhook.WebhookStatus;
import io.lambdaregistry.webhook.WebhookStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A registry with a table, a bucket and a clock of its own, on the stores of another. */
final class World {
    static final Duration RETENTION = Duration.ofDays(30);
    private static final AtomicInteger WORLDS = new AtomicInteger();

    final String bucket;
    final String tableName;
    final AtomicLong now =
            new AtomicLong(System.currentTimeMillis() + Duration.ofDays(1).toMillis());
    final DynamoDbClient dynamoDb;
    final S3Client s3;
    final ModelRegistry registry;
    final Runs runs;
    final LoggedModels loggedModels;
    final Experiments experiments;
    final WebhookStore webhooks;
    private final DynamoUploadStore uploads;
    private final InstantSource clock = () -> Instant.ofEpochMilli(now.incrementAndGet());
    private int puts;

    World(TestStores stores) {
        this.dynamoDb = stores.dynamoDb();
        this.s3 = stores.s3();
        this.bucket = "garbage-" + WORLDS.incrementAndGet() + "-" + Long.toHexString(System.nanoTime());
        this.tableName = bucket;
        RegistryTable.create(dynamoDb, tableName);
        s3.createBucket(request -> request.bucket(bucket));
        Table table = new Table(dynamoDb, tableName);
        PageTokens tokens = new PageTokens(() -> new byte[32]);
        this.experiments = new Experiments(new DynamoExperimentStore(table, tokens), clock, "mlflow-artifacts:/");
        this.runs = new Runs(new DynamoRunStore(table, tokens), experiments, clock);
        this.loggedModels = new LoggedModels(new DynamoLoggedModelStore(table, tokens), experiments, clock);
        this.registry = new ModelRegistry(new DynamoRegistryStore(table, tokens), lineage(), clock);
        this.webhooks = new DynamoWebhookStore(table, tokens);
        this.uploads = new DynamoUploadStore(table);
    }

    private Lineage lineage() {
        return new Lineage() {
            @Override
            public Optional<String> runArtifactUri(String runId) {
                return Optional.of(runs.get(runId).info().artifactUri());
            }

            @Override
            public Optional<LoggedArtifacts> loggedModel(String modelId) {
                return Optional.of(
                        new LoggedArtifacts(loggedModels.get(modelId, false).artifactUri(), ""));
            }

            @Override
            public void linkVersion(String modelId, String name, long version, boolean repeated) {}
        };
    }

    GarbageCollector collector(DynamoDbClient client, S3Client files) {
        return new GarbageCollector(
                new DynamoGarbageStore(new Table(client, tableName), new PageTokens(() -> new byte[32]), bucket),
                new S3GarbageFiles(files, bucket),
                bucket,
                RETENTION,
                clock);
    }

    GarbageCollector collector() {
        return collector(dynamoDb, s3);
    }

    GarbageCollector.Collected collect() {
        return collector().collect(unhurried());
    }

    static Pace unhurried() {
        return new Pace(1_000_000_000, () -> true, time -> {});
    }

    void pass(Duration time) {
        now.addAndGet(time.toMillis());
    }

    /** A run with params of any length, metrics, a model and another file. */
    String createRun() {
        String id = runs.create(new NewRun("0", "me", 1, List.of(), "")).info().runId();
        runs.logParam(id, new Param("long", "x".repeat(300)));
        runs.setTag(id, new Tag("k", "v"));
        for (int step = 0; step < 3; step++) {
            runs.logMetric(new LoggedMetric(new Metric("m" + step % 2, step, step, step), id, "", "", ""));
        }
        put("0/" + id + "/artifacts/model/MLmodel");
        put("0/" + id + "/artifacts/plot.png");
        return id;
    }

    String createLoggedModel() {
        String id = loggedModels
                .create(new NewLoggedModel("0", "logged", "", "", List.of(), Map.of()))
                .modelId();
        put("0/models/" + id + "/artifacts/MLmodel");
        return id;
    }

    ModelVersion versionOfRun(String name, String run) {
        return registry.createVersion(
                name, "mlflow-artifacts:/0/" + run + "/artifacts/model", run, null, "", "", Map.of("of", run));
    }

    ModelVersion versionOfLoggedModel(String name, String model) {
        return registry.createVersion(name, "models:/" + model, null, model, "", "", Map.of());
    }

    ModelVersion versionAt(String name, String source) {
        return registry.createVersion(name, source, null, null, "", "", Map.of("at", source));
    }

    /** An upload as the trigger registers it. */
    long upload(String name, String folder) {
        String path = "models/" + name + "/" + folder;
        put(path + "/MLmodel");
        put(path + "/data/weights.bin");
        String uri = "mlflow-artifacts:/" + path;
        String etag = "etag-" + ++puts;
        return uploads.register(
                        new UploadedObject(
                                bucket, path + "/MLmodel", "", etag, "%016X".formatted(puts), 1, Principal.local("me")),
                        new ModelFolder(bucket, name, folder),
                        new NewModelVersion(uri, uri, "", "", "", "", Map.of("uploaded", folder)),
                        List.of(),
                        new Occasion(Principal.local("me"), clock.millis()))
                .version();
    }

    /** A webhook with delivery positions for that many models. */
    void createWebhook(String id, int models) {
        webhooks.create(new Webhook(
                id,
                "hook",
                "",
                "https://receiver.invalid/",
                new TreeSet<>(Set.of(WebhookEvent.parse("model_version.created"))),
                Collections.emptySortedSet(),
                WebhookStatus.ACTIVE,
                now.get(),
                now.get(),
                Principal.UNKNOWN,
                Principal.UNKNOWN,
                0,
                Optional.empty()));
        for (int model = 0; model < models; model++) {
            webhooks.noteDelivery(
                    id, "model-" + model, Optional.empty(), new DeliveryState(1, 0, 0, OptionalLong.empty(), 0));
        }
    }

    void put(String key) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString("content of " + key));
    }

    Set<String> files() {
        return s3.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The partition keys of all items but events and notes of uploads, which stay, and rows that go by themselves. */
    Set<String> partitions() {
        return dynamoDb.scanPaginator(scan -> scan.tableName(tableName)).items().stream()
                .map(item -> item.getOrDefault("pk", AttributeValue.fromS("")).s())
                .filter(pk -> !pk.matches("(EVENTS|UPLOADS|RECENT)#.*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Leaves a table as a release left it that knew no references. */
    void forgetReferences() {
        dynamoDb.scanPaginator(scan -> scan.tableName(tableName)).items().stream()
                .map(item -> Map.of("pk", item.get("pk"), "sk", item.get("sk")))
                .filter(key ->
                        key.toString().contains("REFERENCES#") || key.toString().contains("references"))
                .forEach(key -> dynamoDb.deleteItem(
                        delete -> delete.tableName(tableName).key(key)));
    }
}
