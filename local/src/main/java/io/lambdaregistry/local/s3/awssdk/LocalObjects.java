package io.lambdaregistry.local.s3.awssdk;

import io.lambdaregistry.local.s3.ObjectStore;

/** The embedded S3's objects, under the class name that S3Proxy expects. */
public final class LocalObjects extends ObjectStore {
    public LocalObjects(ObjectStore objects) {
        super(objects);
    }
}
