package io.lambdaregistry.local;

import io.lambdaregistry.aws.SdkParsers;
import io.lambdaregistry.local.s3.EmbeddedS3;
import io.lambdaregistry.local.s3.S3Connection;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Creates the AWS clients of a local registry. */
public final class Clients {
    /**
     * S3Proxy does not read an empty body in signed chunks to its end, and then drops the connection: chunked encoding is off.
     */
    private static final S3Configuration S3 = S3Configuration.builder()
            .pathStyleAccessEnabled(true)
            .chunkedEncodingEnabled(false)
            .build();

    private Clients() {}

    static DynamoDbClient dynamoDb(URI endpoint) {
        SdkParsers.keepNoNames();
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(region())
                .credentialsProvider(usersOrLocal())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    static S3Connection s3(URI endpoint) {
        return s3(endpoint, usersOrLocal(), usersOrLocal());
    }

    static S3Connection s3(EmbeddedS3 embedded) {
        return s3(
                embedded.endpoint(),
                StaticCredentialsProvider.create(embedded.ownCredentials()),
                StaticCredentialsProvider.create(embedded.credentials()));
    }

    /** @param forPresigning signs requests that other clients send, possibly after this process has ended */
    private static S3Connection s3(
            URI endpoint, AwsCredentialsProvider credentials, AwsCredentialsProvider forPresigning) {
        S3Client client = S3Client.builder()
                .endpointOverride(endpoint)
                .region(region())
                .credentialsProvider(credentials)
                .serviceConfiguration(S3)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(region())
                .credentialsProvider(forPresigning)
                .serviceConfiguration(S3)
                .build();
        return new S3Connection(endpoint, client, presigner);
    }

    /**
     * A user without credentials uses an emulator, which accepts any. The EC2 metadata service is not asked, since outside of
     * EC2 it answers slowly.
     */
    private static AwsCredentialsProvider usersOrLocal() {
        return AwsCredentialsProviderChain.of(
                SystemPropertyCredentialsProvider.create(),
                EnvironmentVariableCredentialsProvider.create(),
                ProfileCredentialsProvider.create(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }

    private static Region region() {
        return usersRegion().orElse(Region.US_EAST_1);
    }

    /** The region that the user's environment or profile names. */
    public static Optional<Region> usersRegion() {
        try {
            return Optional.of(
                    new AwsRegionProviderChain(new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
                            .getRegion());
        } catch (SdkClientException unset) {
            return Optional.empty();
        }
    }
}
