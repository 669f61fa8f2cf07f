package io.lambdaregistry.local.s3;

/**
 * What the embedded S3 reports, as the notifications of a bucket do.
 *
 * @param bucket the one bucket of which it reports
 * @param prefix of the keys of which it reports
 * @param receiver called with each object put, before the put is acknowledged; a put whose report fails is not acknowledged
 */
public record S3Notifications(String bucket, String prefix, Receiver receiver) {
    /** Takes reports of objects put. */
    public interface Receiver {
        void created(ObjectCreated object);
    }

    /** @param eventName of the way it was put, such as {@code ObjectCreated:Put} */
    public record ObjectCreated(String eventName, String bucket, String key, long size, String eTag) {}

    boolean isAbout(String putBucket, String key) {
        return putBucket.equals(bucket) && key.startsWith(prefix);
    }
}
