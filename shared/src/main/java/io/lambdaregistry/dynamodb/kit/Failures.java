package io.lambdaregistry.dynamodb.kit;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Failures of DynamoDB as errors of the registry. DynamoDB distinguishes its limits only by the words of their messages. */
final class Failures {
    private Failures() {}

    /** INVALID_PARAMETER_VALUE for a limit that the request exceeds, RESOURCE_EXHAUSTED for a full disk, else TEMPORARILY_UNAVAILABLE. */
    static RegistryException translate(SdkException failure) {
        String text = words(failure);
        if (isItemTooLarge(text)) {
            return new RegistryException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "This would grow past 400 KB, the most that the store can keep in one piece. Store large texts as"
                            + " artifacts and refer to them.",
                    failure);
        }
        if (Stream.of("maximum size limit", "exceeded the size limit", "must be under")
                .anyMatch(text::contains)) {
            return new RegistryException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "A name, a key or a text of the search is longer than the store can look up: 1,024 bytes of UTF-8 at"
                            + " most.",
                    failure);
        }
        if (text.contains("payload size")) {
            return new RegistryException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "This is more than the 4 MB that the store writes at once. Please split it up across multiple requests.",
                    failure);
        }
        if (failure instanceof DynamoDbException refusal
                && refusal.statusCode() == ErrorCode.RESOURCE_EXHAUSTED.httpStatus()) {
            return new RegistryException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "The disk of the registry's table is full; nothing was written. Make room on it.",
                    failure);
        }
        return new RegistryException(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "The store did not answer in time, or is at its limit. What became of this request is not known: look,"
                        + " then try again.",
                failure);
    }

    /** Whether an error was made from DynamoDB's refusal of an item that is too large. */
    static boolean isOfItemTooLarge(RegistryException error) {
        return error.getCause() instanceof SdkException failure && isItemTooLarge(words(failure));
    }

    private static boolean isItemTooLarge(String words) {
        return words.contains("Item size") || words.contains("item size");
    }

    /** The message of a failure. That of a cancelled transaction does not repeat its reasons, so they are joined. */
    private static String words(SdkException failure) {
        if (failure instanceof TransactionCanceledException cancelled) {
            return cancelled.cancellationReasons().stream()
                    .map(reason -> String.valueOf(reason.message()))
                    .collect(Collectors.joining(" "));
        }
        return String.valueOf(failure.getMessage());
    }
}
