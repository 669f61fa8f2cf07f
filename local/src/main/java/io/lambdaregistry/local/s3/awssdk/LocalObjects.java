package io.lambdaregistry.local.s3.awssdk;

import io.lambdaregistry.local.s3.ObjectStore;

/** The embedded S3's objects, as S3Proxy has them. */
public final class LocalObjects extends ObjectStore {
    public LocalObjects(ObjectStore objects) {
        super(objects);
    }
}
