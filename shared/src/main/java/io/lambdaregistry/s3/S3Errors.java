package io.lambdaregistry.s3;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.metering.Meter;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * Translates failures of S3 into {@link RegistryException}s. The messages contain neither bucket nor key.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3's error responses</a>
 */
final class S3Errors {
    private S3Errors() {}

    /** Makes a call, counts it, and translates its failure. */
    static <T> T calling(Supplier<T> call) {
        Meter.callsS3();
        try {
            return call.get();
        } catch (SdkException failure) {
            throw translate(failure);
        }
    }

    static RuntimeException translate(SdkException failure) {
        return switch (failure) {
            case NoSuchBucketException noBucket -> unavailable(noBucket);
            case AwsServiceException answer
            when answer.statusCode() == ErrorCode.RESOURCE_EXHAUSTED.httpStatus() ->
                new RegistryException(
                        ErrorCode.RESOURCE_EXHAUSTED,
                        "The disk of the artifact store is full. Make room on it.",
                        answer);
            case AwsServiceException answer when isTransient(answer) -> unavailable(answer);
            case AwsServiceException answer
            when answer.statusCode() == 403 ->
                new RegistryException(
                        ErrorCode.PERMISSION_DENIED, "The registry has no permission for this artifact.", answer);
            case SdkClientException noAnswer -> unavailable(noAnswer);
            default -> failure;
        };
    }

    private static boolean isTransient(AwsServiceException answer) {
        return answer.statusCode() >= 500 || answer.statusCode() == 429 || answer.isThrottlingException();
    }

    static RegistryException unavailable(Throwable cause) {
        return new RegistryException(
                ErrorCode.TEMPORARILY_UNAVAILABLE, "The artifact store does not answer. Try again.", cause);
    }
}
