package io.lambdaregistry.local.s3;

import java.time.Instant;

/**
 * An object, or a part of one, as the index stores it.
 *
 * @param file its content file, relative to the root folder
 * @param size in bytes
 * @param etag without quotes
 */
record StoredObject(String file, long size, String etag, Instant modified, ObjectHeaders headers) {}
