package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactContent;
import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.artifact.Attachment;
import io.lambdaregistry.artifact.ByteRange;
import io.lambdaregistry.artifact.MediaType;
import io.lambdaregistry.artifact.OpenedArtifact;
import io.lambdaregistry.artifact.OpenedArtifact.RangeNotSatisfiable;
import io.lambdaregistry.artifact.PresignedTransfers;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Responses that contain an artifact. Each is an attachment, so that no browser runs an uploaded file. Thread-safe. */
final class Downloads {
    /** RFC 9110's IMF-fixdate: two digits for the day, which Java's own RFC 1123 format does not have. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Artifacts artifacts;
    private final PresignedTransfers transfers;
    private final long limit;

    /** @param limit the maximum number of bytes in one response; a longer one is redirected to a presigned request */
    Downloads(Artifacts artifacts, PresignedTransfers transfers, long limit) {
        this.artifacts = artifacts;
        this.transfers = transfers;
        this.limit = limit;
    }

    /** Uses the response limit of the environment in which the functions run. */
    static Downloads of(Services services) {
        return new Downloads(
                services.artifacts(),
                services.presignedTransfers(),
                services.artifactSettings().answerLimit());
    }

    Artifacts artifacts() {
        return artifacts;
    }

    /**
     * As {@link #answer}; with {@code presigned=true} in the query, returns a presigned request that reads the artifact
     * instead.
     */
    ApiResponse answerOrSign(ApiRequest request, ArtifactPath path) throws IOException {
        return "true".equals(request.queryParameter("presigned"))
                ? ApiResponse.json(PresignedJson.url(transfers.download(path)))
                : answer(request, path);
    }

    /**
     * Returns the artifact, or the range of it that the request's {@code Range} header names. If the request has an
     * {@code If-Range} header that does not match the current artifact, the whole artifact is returned. More bytes than the
     * limit are redirected to a presigned request, which reads them from S3.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5">RFC 9110</a>
     */
    ApiResponse answer(ApiRequest request, ArtifactPath path) throws IOException {
        Optional<ByteRange> range = Optional.ofNullable(request.header("range")).flatMap(ByteRange::parse);
        OpenedArtifact opened = artifacts.open(path, range);
        String validator = request.header("if-range");
        if (range.isPresent() && validator != null && !isOf(opened, validator, path)) {
            close(opened);
            range = Optional.empty();
            opened = artifacts.open(path, range);
        }
        return switch (opened) {
            case RangeNotSatisfiable(long size) ->
                new ApiResponse.Text(416, Map.of("content-range", "bytes */" + size), "");
            case ArtifactContent content -> answer(path, content, range.isPresent() && content.length() > 0);
        };
    }

    /** Whether the validator, an entity tag or a date, matches the current artifact. A weak tag matches no artifact. */
    private boolean isOf(OpenedArtifact opened, String validator, ArtifactPath path) throws IOException {
        if (opened instanceof ArtifactContent content) {
            return validator.equals(content.etag()) || validator.equals(HTTP_DATE.format(content.lastModified()));
        }
        // a range beyond the artifact's end is opened without validators: compare those of the whole artifact
        OpenedArtifact whole = artifacts.open(path, Optional.empty());
        close(whole);
        return whole instanceof ArtifactContent && isOf(whole, validator, path);
    }

    private static void close(OpenedArtifact opened) throws IOException {
        if (opened instanceof ArtifactContent content) {
            content.close();
        }
    }

    private ApiResponse answer(ArtifactPath path, ArtifactContent content, boolean partial) throws IOException {
        if (content.length() > limit) {
            content.close();
            String url = transfers.download(path).request().url();
            return new ApiResponse.Text(307, Map.of("location", url, "cache-control", "no-store"), "");
        }
        return new ApiResponse.Binary(partial ? 206 : 200, headers(path, content, partial), content.bytes());
    }

    private static Map<String, String> headers(ArtifactPath path, ArtifactContent content, boolean partial) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", MediaType.of(path.name()));
        headers.put("content-disposition", Attachment.named(path.name()));
        headers.put("content-length", Long.toString(content.length()));
        headers.put("accept-ranges", "bytes");
        headers.put("etag", content.etag());
        headers.put("last-modified", HTTP_DATE.format(content.lastModified()));
        if (partial) {
            long last = content.first() + content.length() - 1;
            headers.put("content-range", "bytes %d-%d/%d".formatted(content.first(), last, content.size()));
        }
        return headers;
    }
}
