package io.lambdaregistry.functions;

import io.lambdaregistry.aws.SdkParsers;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The SDK's clients of a function. Each attempt of a call has a limit of time, after which the SDK tries again on another
 * connection: a connection whose peer is gone would otherwise be waited for until the function itself is out of time.
 */
record AwsClients(SdkHttpClient http, AwsCredentialsProvider credentials) {
    /** Some ten times what DynamoDB and SQS take for their largest answers. */
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(3);

    /** An attempt at S3 includes sending a file, of 6 MB at most; it does not include receiving one. */
    private static final Duration LONGEST_ATTEMPT_OF_S3 = Duration.ofSeconds(10);

    /** All attempts together, so that the function still answers with an error of its own: it may run for 29 seconds. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(20);

    DynamoDbClient dynamoDb() {
        SdkParsers.keepNoNames();
        return with(DynamoDbClient.builder(), LONGEST_ATTEMPT).build();
    }

    /** Adds no checksums of its own to multipart uploads. */
    S3Client s3() {
        return with(S3Client.builder(), LONGEST_ATTEMPT_OF_S3)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .build();
    }

    SqsClient sqs() {
        return with(SqsClient.builder(), LONGEST_ATTEMPT).build();
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> B with(B builder, Duration attempt) {
        return builder.httpClient(http)
                .credentialsProvider(credentials)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallAttemptTimeout(attempt)
                        .apiCallTimeout(LONGEST_CALL)
                        .build());
    }
}
