package io.lambdaregistry.upload;

import java.nio.charset.StandardCharsets;

/** How large the tags of an uploaded version may be: together they stay well below what one version can hold. */
final class UploadTags {
    /** In bytes of UTF-8. */
    static final int MAX_VALUE_BYTES = 60_000;

    private UploadTags() {}

    static boolean fits(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length <= MAX_VALUE_BYTES;
    }
}
