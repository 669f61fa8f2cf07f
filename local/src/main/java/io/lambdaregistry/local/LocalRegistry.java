package io.lambdaregistry.local;

import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.triggers.RegisterUploads;
import io.lambdaregistry.local.data.DataFolder;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.gateway.DirectCall;
import io.lambdaregistry.local.gateway.FunctionLog;
import io.lambdaregistry.local.gateway.FunctionSource;
import io.lambdaregistry.local.gateway.Gateway;
import io.lambdaregistry.local.gateway.GatewayHandler;
import io.lambdaregistry.local.gateway.Routes;
import io.lambdaregistry.local.gateway.Template;
import io.lambdaregistry.local.mlflowpage.Api;
import io.lambdaregistry.local.s3.S3Connection;
import io.lambdaregistry.local.uploads.UploadEvents;
import io.lambdaregistry.local.uploads.UploadQueue;
import io.lambdaregistry.local.webhooks.LocalWebhooks;
import io.lambdaregistry.seal.signature.RegistryKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * A whole registry in this JVM: its stores, and the gateway that calls its functions. Several may run at once, each with a data
 * folder of its own or in memory.
 */
public final class LocalRegistry implements AutoCloseable {
    private final Options options;
    private final Optional<DataFolder> folder;
    private final OpenResources open;
    private final Gateway gateway;
    private final UploadQueue uploads;
    private final DynamoDbClient dynamoDb;
    private final S3Connection s3;
    private final LocalWebhooks webhooks;
    private final Services services;
    private final SealingThread sealing;

    private LocalRegistry(
            Options options,
            Optional<DataFolder> folder,
            OpenResources open,
            Gateway gateway,
            UploadQueue uploads,
            DynamoDbClient dynamoDb,
            S3Connection s3,
            LocalWebhooks webhooks,
            Services services,
            SealingThread sealing) {
        this.options = options;
        this.folder = folder;
        this.open = open;
        this.gateway = gateway;
        this.uploads = uploads;
        this.dynamoDb = dynamoDb;
        this.s3 = s3;
        this.webhooks = webhooks;
        this.services = services;
        this.sealing = sealing;
    }

    /** Starts on any free port, with all data in memory. */
    public static LocalRegistry inMemory() {
        try {
            return start(Options.inMemory());
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Starts a registry, which is ready when the call returns.
     *
     * @throws StartException with a one-line reason: the port is taken, the folder is in use …
     */
    public static LocalRegistry start(Options options) throws StartException {
        return start(options, Optional.empty(), FunctionLog.CONSOLE);
    }

    /**
     * As {@link #start(Options)}.
     *
     * @param mlflowPage the files of MLflow's own page, to be served instead of the registry's page
     * @param log the functions' log; closed with the registry
     */
    public static LocalRegistry start(Options options, Optional<Path> mlflowPage, FunctionLog log)
            throws StartException {
        OpenResources open = new OpenResources();
        open.add(log);
        try {
            return start(options, mlflowPage, log, open);
        } catch (StartException | RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private static LocalRegistry start(Options options, Optional<Path> mlflowPage, FunctionLog log, OpenResources open)
            throws StartException {
        Optional<DataFolder> folder = Stores.folder(options, open);
        LocalWebhooks webhooks = webhooks(options);
        webhooks.checkKey();
        new SigningKey(options.data()).check();
        UploadQueue uploads = open.add(uploadQueue(folder));
        Stores stores = new Stores(
                options,
                folder,
                open,
                RegistryData.Missing.MAKE,
                Optional.of(UploadEvents.into(uploads, options.bucket())));
        // each start loads classes for about a second; started in parallel, they take hardly longer than one
        CompletableFuture<DynamoDbClient> dynamoDb = begin(stores::dynamoDb);
        CompletableFuture<S3Connection> s3 = begin(stores::s3);
        open.add(webhooks);
        CompletableFuture<Services> services = dynamoDb.thenCombine(s3, (d, s) -> services(options, d, s, webhooks));
        try {
            Gateway gateway = startGateway(options.address(), mlflowPage, new HandlerInstances(services, log));
            try {
                uploads.deliverTo(log.of(new RegisterUploads(services.join(), uploads)));
                webhooks.start(services.join());
                open.add(GarbageCollection.start(services.join().garbage()));
                SealingThread sealing = open.add(SealingThread.start(services.join()));
                return new LocalRegistry(
                        options,
                        folder,
                        open,
                        gateway,
                        uploads,
                        dynamoDb.join(),
                        s3.join(),
                        webhooks,
                        services.join(),
                        sealing);
            } catch (CompletionException e) {
                gateway.close();
                throw e;
            }
        } catch (CompletionException e) {
            throw StartException.of(e.getCause());
        } finally {
            CompletableFuture.allOf(dynamoDb, s3).exceptionally(failure -> null).join();
        }
    }

    static LocalWebhooks webhooks(Options options) {
        return new LocalWebhooks(options.data(), options.webhookPrivateNetworks());
    }

    static Services services(Options options, DynamoDbClient dynamoDb, S3Connection s3, LocalWebhooks webhooks) {
        return services(options, dynamoDb, s3, options.bucket(), webhooks);
    }

    private static Services services(
            Options options, DynamoDbClient dynamoDb, S3Connection s3, String bucket, LocalWebhooks webhooks) {
        return new Services(
                dynamoDb,
                options.table(),
                s3.client(),
                s3.presigner(),
                bucket,
                options.artifacts(),
                options.deletedRetention(),
                webhooks.settings().signingWith(signingKey(options)));
    }

    /** The key is made when the first version is signed. */
    private static Supplier<Optional<RegistryKey>> signingKey(Options options) {
        if (!options.signsVersions()) {
            return Optional::empty;
        }
        SigningKey key = new SigningKey(options.data());
        return () -> Optional.of(key.get());
    }

    private static UploadQueue uploadQueue(Optional<DataFolder> folder) throws StartException {
        try {
            return folder.isPresent() ? UploadQueue.in(folder.get().uploads()) : UploadQueue.inMemory();
        } catch (IOException e) {
            throw StartException.of(e);
        }
    }

    private static Gateway startGateway(Gateway.Address address, Optional<Path> mlflowPage, FunctionSource functions)
            throws StartException {
        Routes routes = Template.routes();
        DirectCall direct = new DirectCall(routes, functions);
        Api api = (method, target, body) -> {
            DirectCall.Result answer = direct.call(method, target, body);
            return Api.read(answer.status(), answer.body());
        };
        return HttpFront.start(address, mlflowPage, api, new GatewayHandler(routes, functions));
    }

    private static <T> CompletableFuture<T> begin(Callable<T> start) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return start.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().daemon().name("start-", 0).factory()));
    }

    public URI uri() {
        return gateway.uri();
    }

    public DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    public S3Client s3() {
        return s3.client();
    }

    /** Signs requests for clients that reach {@link #s3Endpoint}. */
    public S3Presigner s3Presigner() {
        return s3.presigner();
    }

    /** The endpoint at which clients reach the registry's S3, embedded or not. */
    public URI s3Endpoint() {
        return s3.endpoint();
    }

    /** The credentials of a durable embedded S3, as an AWS shared-credentials file. */
    public Optional<Path> s3Credentials() {
        return options.s3Endpoint().isPresent() ? Optional.empty() : folder.map(DataFolder::s3Credentials);
    }

    /** The copy of the data folder as it was, where it had an earlier format and this start upgraded it. */
    public Optional<Path> copyBeforeUpgrade() {
        return folder.flatMap(DataFolder::copyBeforeUpgrade);
    }

    public String tableName() {
        return options.table();
    }

    public String bucket() {
        return options.bucket();
    }

    public Services services() {
        return services;
    }

    /** Ends the digesting of new versions, for a caller that measures or tests what its own requests do. */
    public void stopSealing() {
        sealing.close();
    }

    /** The services of this registry on another DynamoDB client, such as one that counts its calls or injects failures. */
    public Services servicesOn(DynamoDbClient another) {
        return services(options, another, s3, webhooks);
    }

    /** The services of this registry on another bucket of its S3, whose puts are not reported. */
    public Services servicesWith(String bucket) {
        return services(options, dynamoDb, s3, bucket, webhooks);
    }

    /** Waits a few seconds for requests under way, then closes the stores. */
    @Override
    public void close() {
        try {
            gateway.close();
            uploads.close(); // closed before the stores, which its messages need
        } finally {
            open.close();
        }
    }
}
