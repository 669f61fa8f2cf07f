package io.lambdaregistry.local.s3;

import java.time.Instant;

/**
 * An object, or a part of one, as the index has it.
 *
 * @param file of its content, relative to the folder of all
 * @param size in bytes
 * @param etag without quotes
 */
record StoredObject(String file, long size, String etag, Instant modified, ObjectHeaders headers) {}
