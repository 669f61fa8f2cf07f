package io.lambdaregistry.s3;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The bytes of an object in a response of GetObject: from {@code first} on, of {@code size} in all. */
record ContentRange(long first, long size) {
    private static final Pattern HEADER = Pattern.compile("bytes (\\d+)-\\d+/(\\d+)");

    static ContentRange of(GetObjectResponse object) {
        String header = object.contentRange();
        Matcher range = HEADER.matcher(header == null ? "" : header);
        return range.matches()
                ? new ContentRange(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)))
                : new ContentRange(0, object.contentLength());
    }
}
