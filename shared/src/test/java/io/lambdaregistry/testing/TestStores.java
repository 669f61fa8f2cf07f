package io.lambdaregistry.testing;

import io.lambdaregistry.dynamodb.event.DynamoEventStore;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.TokenKey;
import io.lambdaregistry.dynamodb.registry.DynamoRegistryStore;
import io.lambdaregistry.dynamodb.registry.RegistryTable;
import io.lambdaregistry.dynamodb.tracking.DynamoExperimentStore;
import io.lambdaregistry.dynamodb.tracking.DynamoLoggedModelStore;
import io.lambdaregistry.dynamodb.tracking.DynamoRunStore;
import io.lambdaregistry.dynamodb.upload.DynamoUploadStore;
import io.lambdaregistry.embedded.dynamodb.SqliteDynamoDb;
import io.lambdaregistry.event.AuditTrail;
import io.lambdaregistry.lineage.TrackingLineage;
import io.lambdaregistry.registry.Lineage;
import io.lambdaregistry.registry.ModelRegistry;
import io.lambdaregistry.s3.S3ModelFiles;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.tracking.Experiments;
import io.lambdaregistry.tracking.LoggedModels;
import io.lambdaregistry.tracking.Runs;
import io.lambdaregistry.upload.Uploads;
import io.lambdaregistry.yaml.Yaml;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** A table, a bucket, and the operations of the domain on them, wired as the functions wire them. */
public final class TestStores implements AutoCloseable {
    private static final String NAME = "model-registry";

    private final DynamoDbClient dynamoDb;
    private final String tableName;
    private final S3Client s3;
    private final S3Presigner presigner;
    private final String bucket;
    private final AutoCloseable opened;
    private final ModelRegistry registry;
    private final Experiments experiments;
    private final Runs runs;
    private final LoggedModels loggedModels;
    private final DynamoEventStore events;
    private final Uploads uploads;

    private TestStores(
            DynamoDbClient dynamoDb,
            String tableName,
            S3Client s3,
            S3Presigner presigner,
            String bucket,
            AutoCloseable opened) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
        this.s3 = s3;
        this.presigner = presigner;
        this.bucket = bucket;
        this.opened = opened;
        InstantSource clock = InstantSource.system();
        Table table = new Table(dynamoDb, tableName);
        PageTokens tokens = new PageTokens(new TokenKey(table));
        this.experiments = new Experiments(new DynamoExperimentStore(table, tokens), clock, "mlflow-artifacts:/");
        this.runs = new Runs(new DynamoRunStore(table, tokens), experiments, clock);
        this.loggedModels = new LoggedModels(new DynamoLoggedModelStore(table, tokens), experiments, clock);
        Lineage lineage = new TrackingLineage(runs, loggedModels);
        this.registry = new ModelRegistry(new DynamoRegistryStore(table, tokens), lineage, clock);
        this.events = new DynamoEventStore(table, tokens);
        this.uploads = new Uploads(
                new S3ModelFiles(s3), new DynamoUploadStore(table), lineage, Yaml::parse, bucket, false, clock);
    }

    /** An embedded DynamoDB and an embedded S3 of its own, both in memory. */
    public static TestStores inMemory() {
        try {
            SqliteDynamoDb dynamoDb = SqliteDynamoDb.open(Optional.empty());
            InMemoryS3 s3 = InMemoryS3.start();
            s3.client().createBucket(request -> request.bucket(NAME));
            RegistryTable.create(dynamoDb, NAME);
            return new TestStores(dynamoDb, NAME, s3.client(), s3.presigner(), NAME, () -> {
                s3.close();
                dynamoDb.close();
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * On a table and a bucket that are there.
     *
     * @param opened what to close with it
     */
    public static TestStores on(
            DynamoDbClient dynamoDb,
            String tableName,
            S3Client s3,
            S3Presigner presigner,
            String bucket,
            AutoCloseable opened) {
        return new TestStores(dynamoDb, tableName, s3, presigner, bucket, opened);
    }

    /** The same table and bucket, by another client of DynamoDB: one that counts its calls, or lets some fail. */
    public TestStores by(DynamoDbClient another) {
        return new TestStores(another, tableName, s3, presigner, bucket, () -> {});
    }

    /** The same table and clients, with another bucket as the registry's own. */
    public TestStores with(String anotherBucket) {
        return new TestStores(dynamoDb, tableName, s3, presigner, anotherBucket, () -> {});
    }

    /** Makes everything be as if it had been made long ago: the rows of what was made in the last seconds are gone. */
    public void letTimePass() {
        Table table = new Table(dynamoDb, tableName);
        table.batchDelete(dynamoDb.scanPaginator(scan -> scan.tableName(tableName)).items().stream()
                .map(item -> table.item(item).key())
                .filter(key -> key.pk().startsWith("RECENT#"))
                .toList());
    }

    public DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    public String tableName() {
        return tableName;
    }

    public S3Client s3() {
        return s3;
    }

    public S3Presigner s3Presigner() {
        return presigner;
    }

    public String bucket() {
        return bucket;
    }

    public ModelRegistry registry() {
        return registry;
    }

    public Experiments experiments() {
        return experiments;
    }

    public Runs runs() {
        return runs;
    }

    public LoggedModels loggedModels() {
        return loggedModels;
    }

    public DynamoEventStore events() {
        return events;
    }

    public AuditTrail auditTrail() {
        return new AuditTrail(events);
    }

    public Uploads uploads() {
        return uploads;
    }

    @Override
    public void close() {
        try {
            opened.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
