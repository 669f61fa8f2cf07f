package io.lambdaregistry.upload;

import io.lambdaregistry.access.Principal;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An object that was put into the bucket, as S3's event describes it.
 *
 * @param key decoded
 * @param versionId the object's version; empty if the bucket keeps no versions
 * @param etag the ETag without quotes
 * @param sequencer hexadecimal; of two puts of one key, the later has the greater one; empty if unknown
 * @param size its size in bytes
 * @param who the principal that put it, as S3 names it
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">S3's events</a>
 */
public record UploadedObject(
        String bucket, String key, String versionId, String etag, String sequencer, long size, Principal who) {
    private static final int SEQUENCER_LENGTH = 64;
    private static final Pattern SEQUENCER = Pattern.compile("[0-9A-Fa-f]{1," + SEQUENCER_LENGTH + "}");

    /** Identifies this put of the key: different for each put, the same for a repeated event. */
    public String putId() {
        return versionId.isEmpty() ? etag + "-" + sequencer : versionId;
    }

    /** Sorts the puts of one key by time. The shorter of two sequencers compares as if zeros followed it. */
    public String putOrder() {
        String known = SEQUENCER.matcher(sequencer).matches() ? sequencer.toUpperCase(Locale.ROOT) : "";
        return known + "0".repeat(SEQUENCER_LENGTH - known.length());
    }
}
