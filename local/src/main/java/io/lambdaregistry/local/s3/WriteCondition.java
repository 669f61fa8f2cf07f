package io.lambdaregistry.local.s3;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The condition on which an object is written, checked in the transaction that writes it.
 *
 * @param ifMatch an ETag that the present object must have, or {@code *} for any object; or null
 * @param ifNoneMatch an ETag that the present object must not have, or {@code *} to require that there is none; or null
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html">S3's conditional writes</a>
 */
record WriteCondition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
    static final WriteCondition NONE = new WriteCondition(null, null);

    void check(String bucket, String key, Optional<StoredObject> before) {
        if (ifMatch != null) {
            if (before.isEmpty()) {
                throw S3Failures.noSuchKey(bucket, key);
            }
            if (!matches(ifMatch, before.get().etag())) {
                throw S3Failures.preconditionFailed();
            }
        }
        if (ifNoneMatch != null
                && before.isPresent()
                && matches(ifNoneMatch, before.get().etag())) {
            throw S3Failures.preconditionFailed();
        }
    }

    /** @param wanted {@code *}, or an ETag with or without its quotes */
    static boolean matches(String wanted, String etag) {
        return wanted.equals("*") || wanted.replace("\"", "").equals(etag.replace("\"", ""));
    }
}
