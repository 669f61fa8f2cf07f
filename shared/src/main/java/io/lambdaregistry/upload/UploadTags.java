package io.lambdaregistry.upload;

import java.nio.charset.StandardCharsets;

/** The limits of an uploaded version's tags: together they stay well below the size limit of a version. */
final class UploadTags {
    /** The limit in bytes of UTF-8. */
    static final int MAX_VALUE_BYTES = 60_000;

    private UploadTags() {}

    static boolean fits(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length <= MAX_VALUE_BYTES;
    }
}
