package io.lambdaregistry.local.s3;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The condition on which an object is read or copied. HTTP's dates have whole seconds.
 *
 * @param isCopy whether an unchanged object is an error, as for the source of a copy, and not answered by 304
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2">RFC 9110, precedence of preconditions</a>
 */
record ReadCondition(
        @Nullable String ifMatch,
        @Nullable String ifNoneMatch,
        @Nullable Instant ifModifiedSince,
        @Nullable Instant ifUnmodifiedSince,
        boolean isCopy) {
    static ReadCondition of(GetObjectRequest request) {
        return new ReadCondition(
                request.ifMatch(),
                request.ifNoneMatch(),
                request.ifModifiedSince(),
                request.ifUnmodifiedSince(),
                false);
    }

    static ReadCondition of(CopyObjectRequest request) {
        return new ReadCondition(
                request.copySourceIfMatch(),
                request.copySourceIfNoneMatch(),
                request.copySourceIfModifiedSince(),
                request.copySourceIfUnmodifiedSince(),
                true);
    }

    void check(StoredObject object) {
        Instant modified = object.modified().truncatedTo(ChronoUnit.SECONDS);
        boolean mayHaveChanged = ifMatch == null
                ? ifUnmodifiedSince != null && modified.isAfter(ifUnmodifiedSince)
                : !WriteCondition.matches(ifMatch, object.etag());
        if (mayHaveChanged) {
            throw S3Failures.preconditionFailed();
        }
        boolean isUnchanged = ifNoneMatch == null
                ? ifModifiedSince != null && !modified.isAfter(ifModifiedSince)
                : WriteCondition.matches(ifNoneMatch, object.etag());
        if (isUnchanged) {
            throw unchanged(object);
        }
    }

    private S3Exception unchanged(StoredObject object) {
        return isCopy ? S3Failures.preconditionFailed() : S3Failures.notModified(object.etag());
    }
}
