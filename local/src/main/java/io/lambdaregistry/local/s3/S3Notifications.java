package io.lambdaregistry.local.s3;

/**
 * The embedded S3's reports of objects, as the notifications of a bucket.
 *
 * @param bucket the one bucket whose objects are reported
 * @param prefix of the keys that are reported
 * @param receiver called with each object put, before the put is acknowledged; a put whose report fails is not acknowledged
 */
public record S3Notifications(String bucket, String prefix, Receiver receiver) {
    /** Receives the reports of objects put. */
    public interface Receiver {
        void created(ObjectCreated object);
    }

    /** @param eventName the kind of put, such as {@code ObjectCreated:Put} */
    public record ObjectCreated(String eventName, String bucket, String key, long size, String eTag) {}

    boolean isAbout(String putBucket, String key) {
        return putBucket.equals(bucket) && key.startsWith(prefix);
    }
}
