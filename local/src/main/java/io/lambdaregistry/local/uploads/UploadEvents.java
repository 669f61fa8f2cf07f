package io.lambdaregistry.local.uploads;

import io.lambdaregistry.access.Principal;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.s3.S3Notifications;
import io.lambdaregistry.local.s3.S3Notifications.ObjectCreated;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Adds an event to the queue for each object put under {@code models/} of a bucket, as the notifications of template.yaml do.
 */
public final class UploadEvents {
    private static final String PREFIX = "models/";

    /** A client with the embedded S3's credentials is the user of this machine. */
    private static final String USER = Principal.localUser().id();

    private UploadEvents() {}

    /** The notifications of an embedded S3 that fill the queue. A put is acknowledged only when its event is in the queue. */
    public static S3Notifications into(UploadQueue queue, String bucket) {
        return new S3Notifications(bucket, PREFIX, object -> queue.add(sequencer -> event(object, sequencer)));
    }

    private static String event(ObjectCreated object, String sequencer) {
        return Json.object(event -> event.list(
                "Records",
                List.of(object),
                (record, put) -> record.field("eventVersion", "2.1")
                        .field("eventSource", "aws:s3")
                        .field("eventName", put.eventName())
                        .object("userIdentity", identity -> identity.field("principalId", USER))
                        .object(
                                "s3",
                                s3 -> s3.object("bucket", named -> named.field("name", put.bucket()))
                                        .object(
                                                "object",
                                                fields -> fields.field(
                                                                "key",
                                                                URLEncoder.encode(put.key(), StandardCharsets.UTF_8))
                                                        .field("size", put.size())
                                                        .field("eTag", put.eTag())
                                                        .field("sequencer", sequencer)))));
    }
}
