package io.lambdaregistry.local.s3;

import io.lambdaregistry.embedded.sqlite.FullDisk;
import java.util.Map;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * S3's errors, in the types that S3Proxy renders.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3's error responses</a>
 */
final class S3Failures {
    private S3Failures() {}

    static S3Exception of(int status, String code, String message) {
        return (S3Exception) S3Exception.builder()
                .message(message)
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }

    static S3Exception noSuchKey(String bucket, String key) {
        return S3Exceptions.noSuchKey(bucket, key, "");
    }

    static S3Exception noSuchUpload() {
        return of(404, "NoSuchUpload", "The specified multipart upload does not exist.");
    }

    static S3Exception preconditionFailed() {
        return S3Exceptions.preconditionFailed(null);
    }

    static S3Exception notModified(String etag) {
        return S3Exceptions.fromStatusCode(304, '"' + etag + '"', Map.of(), null);
    }

    static S3Exception accessDenied(String message) {
        return of(403, "AccessDenied", message);
    }

    /** The disk or the index failed; the result of a write is unknown, unless the disk is full. */
    static S3Exception broken(Throwable cause) {
        if (FullDisk.causes(cause)) {
            return of(FullDisk.STATUS, FullDisk.CODE, FullDisk.MESSAGE);
        }
        return (S3Exception) S3Exception.builder()
                .message("The objects cannot be read or written: " + cause)
                .statusCode(500)
                .cause(cause)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("InternalError")
                        .errorMessage("The objects cannot be read or written.")
                        .build())
                .build();
    }
}
