package io.lambdaregistry.embedded.dynamodb;

import io.lambdaregistry.embedded.sqlite.FullDisk;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** DynamoDB's exceptions, as its client throws them. */
final class Refusal {
    static final String VALIDATION = "ValidationException";

    private Refusal() {}

    static DynamoDbException validation(String message) {
        return (DynamoDbException)
                of(DynamoDbException.builder(), VALIDATION, message, 400).build();
    }

    /** The error for a feature of DynamoDB that the embedded table does not support. */
    static DynamoDbException unknown(String what) {
        return validation("The embedded DynamoDB does not support " + what);
    }

    static DynamoDbException conditionFailed(Map<String, AttributeValue> itemToReturn) {
        ConditionalCheckFailedException.Builder exception = ConditionalCheckFailedException.builder();
        if (!itemToReturn.isEmpty()) {
            exception.item(itemToReturn);
        }
        of(exception, "ConditionalCheckFailedException", "The conditional request failed", 400);
        return exception.build();
    }

    static DynamoDbException cancelled(List<CancellationReason> reasons) {
        TransactionCanceledException.Builder exception =
                TransactionCanceledException.builder().cancellationReasons(reasons);
        of(
                exception,
                "TransactionCanceledException",
                "Transaction cancelled, please refer cancellation reasons for specific reasons "
                        + reasons.stream().map(CancellationReason::code).collect(Collectors.joining(", ", "[", "]")),
                400);
        return exception.build();
    }

    /** The refusal of a transaction whose token another transaction had. */
    static DynamoDbException otherRequest() {
        return (DynamoDbException) of(
                        IdempotentParameterMismatchException.builder(),
                        "IdempotentParameterMismatchException",
                        "The ClientRequestToken was used before, with other parameters",
                        400)
                .build();
    }

    static DynamoDbException noTable() {
        return (DynamoDbException) of(
                        ResourceNotFoundException.builder(),
                        "ResourceNotFoundException",
                        "Cannot do operations on a non-existent table",
                        400)
                .build();
    }

    static DynamoDbException tableExists() {
        return (DynamoDbException)
                of(ResourceInUseException.builder(), "ResourceInUseException", "Cannot create preexisting table", 400)
                        .build();
    }

    /** The file was written by a build with a later format. */
    static DynamoDbException newerFormat(int format) {
        return validation(
                "it was written by a newer build (format %d; this one reads up to %d). Start that build or a later one."
                        .formatted(format, Catalog.FORMAT));
    }

    /** The file could not be read or written; the result of a write is unknown, unless the disk is full. */
    static DynamoDbException broken(Throwable cause) {
        if (FullDisk.causes(cause)) {
            return (DynamoDbException) of(DynamoDbException.builder(), FullDisk.CODE, FullDisk.MESSAGE, FullDisk.STATUS)
                    .cause(cause)
                    .build();
        }
        return (DynamoDbException) of(
                        DynamoDbException.builder(),
                        "InternalServerError",
                        "The database cannot be read or written: " + cause.getMessage(),
                        500)
                .cause(cause)
                .build();
    }

    private static DynamoDbException.Builder of(
            DynamoDbException.Builder exception, String code, String message, int status) {
        exception
                .message(message)
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("DynamoDb")
                        .errorCode(code)
                        .errorMessage(message)
                        .build());
        return exception;
    }
}
