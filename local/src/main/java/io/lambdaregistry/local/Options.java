package io.lambdaregistry.local;

import io.lambdaregistry.functions.ArtifactSettings;
import io.lambdaregistry.local.gateway.Gateway;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The settings of a local registry.
 *
 * @param address the address on which it listens
 * @param s3Port the embedded S3's port on the loopback; 0 for any free one
 * @param data the folder that keeps all data; empty to keep all data in memory
 * @param dynamoDbEndpoint a DynamoDB to use instead of the embedded one
 * @param s3Endpoint an S3 to use instead of the embedded one
 * @param table the table's name; it is created where it does not exist
 * @param bucket the bucket's name; it is created where it does not exist
 * @param artifacts how artifacts are stored and transferred
 * @param deletedRetention how long a deleted entity can be restored; zero means for ever
 * @param webhookPrivateNetworks whether webhooks may name non-public addresses, and http URLs
 * @param signsVersions whether the registry signs each version with a key of its own
 */
public record Options(
        Gateway.Address address,
        int s3Port,
        Optional<Path> data,
        Optional<URI> dynamoDbEndpoint,
        Optional<URI> s3Endpoint,
        String table,
        String bucket,
        ArtifactSettings artifacts,
        Duration deletedRetention,
        boolean webhookPrivateNetworks,
        boolean signsVersions) {
    public static final String DEFAULT_NAME = "model-registry";
    public static final Duration DEFAULT_RETENTION = Duration.ofDays(30);

    /** A registry in memory, on any free port of the loopback. */
    public static Options inMemory() {
        return in(Optional.empty());
    }

    /** A registry in a data folder, on any free port of the loopback. */
    public static Options inFolder(Path data) {
        return in(Optional.of(data));
    }

    private static Options in(Optional<Path> data) {
        return new Options(
                Gateway.Address.anyPort(),
                0,
                data,
                Optional.empty(),
                Optional.empty(),
                DEFAULT_NAME,
                DEFAULT_NAME,
                ArtifactSettings.UNLIMITED,
                DEFAULT_RETENTION,
                false,
                false);
    }

    public Options on(Gateway.Address other, int otherS3Port) {
        return new Options(
                other,
                otherS3Port,
                data,
                dynamoDbEndpoint,
                s3Endpoint,
                table,
                bucket,
                artifacts,
                deletedRetention,
                webhookPrivateNetworks,
                signsVersions);
    }

    public Options named(String otherTable, String otherBucket) {
        return new Options(
                address,
                s3Port,
                data,
                dynamoDbEndpoint,
                s3Endpoint,
                otherTable,
                otherBucket,
                artifacts,
                deletedRetention,
                webhookPrivateNetworks,
                signsVersions);
    }

    /** Returns options with the same table and bucket, but at other services. */
    public Options at(Optional<URI> otherDynamoDb, Optional<URI> otherS3) {
        return new Options(
                address,
                s3Port,
                data,
                otherDynamoDb,
                otherS3,
                table,
                bucket,
                artifacts,
                deletedRetention,
                webhookPrivateNetworks,
                signsVersions);
    }

    /** Returns options with the same table and bucket, but at AWS in a region. */
    public Options atAws(Region region) {
        return at(
                Optional.of(
                        URI.create("https://" + DynamoDbClient.serviceMetadata().endpointFor(region))),
                Optional.of(URI.create("https://" + S3Client.serviceMetadata().endpointFor(region))));
    }

    /** Returns options with which a missing data folder is not created: then all data is in memory. */
    public Options withoutMakingFolder() {
        return new Options(
                address,
                s3Port,
                data.filter(Files::exists),
                dynamoDbEndpoint,
                s3Endpoint,
                table,
                bucket,
                artifacts,
                deletedRetention,
                webhookPrivateNetworks,
                signsVersions);
    }

    public Options withWebhookPrivateNetworks() {
        return new Options(
                address,
                s3Port,
                data,
                dynamoDbEndpoint,
                s3Endpoint,
                table,
                bucket,
                artifacts,
                deletedRetention,
                true,
                signsVersions);
    }

    public Options withSignedVersions() {
        return new Options(
                address,
                s3Port,
                data,
                dynamoDbEndpoint,
                s3Endpoint,
                table,
                bucket,
                artifacts,
                deletedRetention,
                webhookPrivateNetworks,
                true);
    }

    public Options withDeletedRetention(Duration retention) {
        return new Options(
                address,
                s3Port,
                data,
                dynamoDbEndpoint,
                s3Endpoint,
                table,
                bucket,
                artifacts,
                retention,
                webhookPrivateNetworks,
                signsVersions);
    }

    public boolean needsFolder() {
        return data.isPresent() && (dynamoDbEndpoint.isEmpty() || s3Endpoint.isEmpty());
    }

    /** The place of the data, as a text for the user. */
    public String whereDataIs() {
        String embedded = data.map(folder -> folder.toAbsolutePath().normalize().toString())
                .orElse("in memory");
        if (dynamoDbEndpoint.isEmpty() && s3Endpoint.isEmpty()) {
            return embedded;
        }
        String dynamoDb = dynamoDbEndpoint.map(URI::toString).orElse(embedded);
        return "DynamoDB " + dynamoDb + ", S3 " + s3Endpoint.map(URI::toString).orElse(embedded);
    }
}
