package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.MultipartUpload;
import io.lambdaregistry.artifact.PresignedDownload;
import io.lambdaregistry.artifact.PresignedRequest;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.json.JsonWriter;
import java.util.Map;

/** Presigned requests in the two JSON forms of MLflow's API. */
final class PresignedJson {
    private PresignedJson() {}

    /** The form of the operations that MLflow's own client calls. */
    static JsonBody url(PresignedDownload download) {
        return writer -> writer.field("url", download.request().url())
                .object("headers", headers(download.request()))
                .field("file_size", download.size());
    }

    static JsonBody presignedUrl(PresignedDownload download) {
        return writer -> {
            presignedUrl(download.request()).writeTo(writer);
            writer.field("file_size", download.size());
        };
    }

    static JsonBody presignedUrl(PresignedRequest request) {
        return writer -> writeHeaders(writer.field("presigned_url", request.url()), request);
    }

    static JsonBody upload(MultipartUpload upload) {
        return writer -> writer.field("upload_id", upload.id())
                .list(
                        "credentials",
                        upload.parts(),
                        (credential, part) -> writeHeaders(
                                credential.field("url", part.request().url()).field("part_number", part.number()),
                                part.request()));
    }

    private static void writeHeaders(JsonWriter writer, PresignedRequest request) {
        writer.object("headers", request.headers().isEmpty() ? null : headers(request));
    }

    private static JsonBody headers(PresignedRequest request) {
        return writer -> {
            for (Map.Entry<String, String> header : request.headers().entrySet()) {
                writer.field(header.getKey(), header.getValue());
            }
        };
    }
}
