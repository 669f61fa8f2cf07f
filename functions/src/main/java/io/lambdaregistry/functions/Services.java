package io.lambdaregistry.functions;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The composition root: what the handlers call, wired by plain constructors. Thread-safe. */
public final class Services {
    private Services() {}

    /** On the given table and bucket. */
    public static Services on(DynamoDbClient dynamoDb, String tableName, S3Client s3, String bucket) {
        return new Services();
    }

    /** On the table and bucket that the function's environment names: {@code TABLE_NAME} and {@code BUCKET_NAME}. */
    public static Services fromEnvironment() {
        return Environment.SERVICES;
    }

    /** Made once for a function, when its first handler is. */
    private static final class Environment {
        static final Services SERVICES = new Services();
    }
}
