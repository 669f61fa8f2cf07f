package io.lambdaregistry.functions.triggers;

import io.lambdaregistry.access.Principal;
import io.lambdaregistry.artifact.PercentDecoding;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.upload.UploadedObject;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The message that S3 sends when objects are put.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">its structure</a>
 */
final class S3Event {
    private S3Event() {}

    /**
     * The objects that were put. S3's test event, and events of other kinds, contain none.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE where the message is no S3 event
     */
    static List<UploadedObject> puts(String body) {
        if (!(parse(body) instanceof Map<?, ?> event)
                || !(event.containsKey("Event") || event.get("Records") instanceof List<?>)) {
            throw RegistryException.invalid("The message is not an event of S3.");
        }
        List<UploadedObject> puts = new ArrayList<>();
        if (event.get("Records") instanceof List<?> records) {
            for (Object record : records) {
                if (text(record, "eventName").startsWith("ObjectCreated:")) {
                    puts.add(put(record));
                }
            }
        }
        return puts;
    }

    private static UploadedObject put(Object record) {
        Object s3 = field(record, "s3");
        Object object = field(s3, "object");
        String bucket = text(field(s3, "bucket"), "name");
        String key = text(object, "key");
        if (bucket.isEmpty() || key.isEmpty()) {
            throw RegistryException.invalid("The event lacks the name of a bucket or of a key.");
        }
        return new UploadedObject(
                bucket,
                decoded(key),
                text(object, "versionId"),
                text(object, "eTag"),
                text(object, "sequencer"),
                field(object, "size") instanceof Long size ? size : 0,
                Principal.s3(text(field(record, "userIdentity"), "principalId")));
    }

    /** Decodes a key, which is encoded as in a form: a space is a plus sign. */
    private static String decoded(String key) {
        return PercentDecoding.strictly(key.replace('+', ' '))
                .orElseThrow(() -> RegistryException.invalid("The event's key is not URL-encoded."));
    }

    private static @Nullable Object parse(String body) {
        try {
            return Json.parse(body);
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    private static @Nullable Object field(@Nullable Object parent, String name) {
        return parent instanceof Map<?, ?> fields ? fields.get(name) : null;
    }

    private static String text(@Nullable Object parent, String name) {
        return field(parent, name) instanceof String text ? text : "";
    }
}
