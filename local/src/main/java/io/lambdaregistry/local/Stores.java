package io.lambdaregistry.local;

import io.lambdaregistry.dynamodb.registry.RegistryTable;
import io.lambdaregistry.embedded.dynamodb.SqliteDynamoDb;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.local.data.DataFolder;
import io.lambdaregistry.local.data.FolderUpgrade;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.s3.EmbeddedS3;
import io.lambdaregistry.local.s3.S3Connection;
import io.lambdaregistry.local.s3.S3Credentials;
import io.lambdaregistry.local.s3.S3Notifications;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Opens the table and the bucket of a registry, embedded or elsewhere, and creates them where they are missing. */
final class Stores {
    /** A change of what a data folder contains that an earlier build would misread is a step here, and raises DataFolder's format. */
    static final List<FolderUpgrade.Step> UPGRADES =
            List.of(new FolderUpgrade.Step(2, folder -> EmbeddedS3.index(folder.s3Folder())));

    private final Options options;
    private final Optional<DataFolder> folder;
    private final OpenResources open;
    private final RegistryData.Missing missing;
    private final Optional<S3Notifications> notifications;

    /** @param notifications the notifications that an embedded S3 sends */
    Stores(
            Options options,
            Optional<DataFolder> folder,
            OpenResources open,
            RegistryData.Missing missing,
            Optional<S3Notifications> notifications) {
        this.options = options;
        this.folder = folder;
        this.open = open;
        this.missing = missing;
        this.notifications = notifications;
    }

    /** Opens the data folder of a registry that needs one, and brings it to this build's format. */
    static Optional<DataFolder> folder(Options options, OpenResources open) throws StartException {
        if (!options.needsFolder()) {
            return Optional.empty();
        }
        DataFolder folder = open.add(DataFolder.open(options.data().orElseThrow()));
        try {
            if (options.dynamoDbEndpoint().isEmpty()) {
                folder.dynamoDbFile(); // a folder that is refused is not changed
            }
        } catch (IOException e) {
            throw StartException.of(e);
        }
        folder.upgrade(UPGRADES);
        return Optional.of(folder);
    }

    /** A client of the DynamoDB that has the table. */
    DynamoDbClient dynamoDb() throws StartException, IOException {
        DynamoDbClient client = options.dynamoDbEndpoint().isPresent()
                ? open.add(Clients.dynamoDb(options.dynamoDbEndpoint().get()))
                : open.add(embeddedDynamoDb());
        try {
            if (makes(options.dynamoDbEndpoint())) {
                RegistryTable.create(client, options.table());
            } else {
                client.describeTable(request -> request.tableName(options.table()));
            }
            RegistryTable.claimFormat(client, options.table());
        } catch (SdkException e) {
            throw new StartException(tableCannotBeUsed() + firstLine(e), e);
        } catch (RegistryException e) {
            throw new StartException(tableCannotBeUsed() + e.getMessage(), e);
        }
        return client;
    }

    private String tableCannotBeUsed() {
        return "The table '" + options.table() + "' of " + where("DynamoDB", options.dynamoDbEndpoint())
                + " cannot be used: ";
    }

    private SqliteDynamoDb embeddedDynamoDb() throws IOException, StartException {
        Optional<Path> file = folder.isPresent() ? Optional.of(folder.get().dynamoDbFile()) : Optional.empty();
        try {
            return SqliteDynamoDb.open(file);
        } catch (SQLException e) {
            throw new StartException(
                    "The database " + file.map(Path::toString).orElse("in memory") + " cannot be opened: "
                            + e.getMessage(),
                    e);
        }
    }

    /** A connection to the S3 that has the bucket. */
    S3Connection s3() throws StartException, IOException {
        S3Connection s3 = open.add(
                options.s3Endpoint().isPresent()
                        ? Clients.s3(options.s3Endpoint().get())
                        : Clients.s3(open.add(embeddedS3())));
        try {
            createBucket(s3.client());
        } catch (SdkException e) {
            throw new StartException(
                    "The bucket '" + options.bucket() + "' of " + where("S3", options.s3Endpoint())
                            + " cannot be used: " + firstLine(e),
                    e);
        }
        return s3;
    }

    private EmbeddedS3 embeddedS3() throws StartException, IOException {
        if (folder.isPresent()) {
            folder.get().checkS3Index();
        }
        AwsBasicCredentials credentials =
                folder.isPresent() ? S3Credentials.keptIn(folder.get().s3Credentials()) : S3Credentials.random();
        return EmbeddedS3.start(folder.map(DataFolder::s3Folder), options.s3Port(), credentials, notifications);
    }

    private void createBucket(S3Client client) {
        try {
            client.headBucket(request -> request.bucket(options.bucket()));
        } catch (S3Exception e) {
            if (e.statusCode() != 404 || !makes(options.s3Endpoint())) {
                throw e;
            }
            client.createBucket(request -> request.bucket(options.bucket()));
        }
    }

    private boolean makes(Optional<URI> endpoint) {
        return missing == RegistryData.Missing.MAKE || (endpoint.isEmpty() && folder.isEmpty());
    }

    private static String where(String store, Optional<?> endpoint) {
        return endpoint.map(uri -> store + " at " + uri).orElse("the embedded " + store);
    }

    private static String firstLine(SdkException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
