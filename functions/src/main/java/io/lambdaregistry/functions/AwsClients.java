package io.lambdaregistry.functions;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
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

    /** Of S3, an attempt includes the sending of a file, of 6 MB at most; the receiving of one is not included. */
    private static final Duration LONGEST_ATTEMPT_OF_S3 = Duration.ofSeconds(10);

    /** All attempts together, so that the function still answers with an error of its own: it may run for 29 seconds. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(20);

    DynamoDbClient dynamoDb() {
        return DynamoDbClient.builder()
                .httpClient(http)
                .credentialsProvider(credentials)
                .overrideConfiguration(within(LONGEST_ATTEMPT))
                .build();
    }

    /** Adds no checksums of its own to multipart uploads. */
    S3Client s3() {
        return S3Client.builder()
                .httpClient(http)
                .credentialsProvider(credentials)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .overrideConfiguration(within(LONGEST_ATTEMPT_OF_S3))
                .build();
    }

    SqsClient sqs() {
        return SqsClient.builder()
                .httpClient(http)
                .credentialsProvider(credentials)
                .overrideConfiguration(within(LONGEST_ATTEMPT))
                .build();
    }

    private static ClientOverrideConfiguration within(Duration attempt) {
        return ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(attempt)
                .apiCallTimeout(LONGEST_CALL)
                .build();
    }
}
