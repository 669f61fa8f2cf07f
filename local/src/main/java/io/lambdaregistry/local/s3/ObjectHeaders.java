package io.lambdaregistry.local.s3;

import io.lambdaregistry.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * The headers that a put stores with an object, and that a get returns.
 *
 * @param standard HTTP's headers of a content by their names; none is empty
 * @param metadata the user's, by names without {@code x-amz-meta-}
 */
record ObjectHeaders(Map<String, String> standard, Map<String, String> metadata) {
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String DISPOSITION = "Content-Disposition";
    private static final String ENCODING = "Content-Encoding";
    private static final String LANGUAGE = "Content-Language";
    private static final String STANDARD = "headers";
    private static final String METADATA = "metadata";

    static ObjectHeaders of(
            @Nullable String contentType,
            @Nullable String cacheControl,
            @Nullable String disposition,
            @Nullable String encoding,
            @Nullable String language,
            Map<String, String> metadata) {
        Map<String, String> standard = new TreeMap<>();
        putUnlessNull(standard, CONTENT_TYPE, contentType);
        putUnlessNull(standard, CACHE_CONTROL, cacheControl);
        putUnlessNull(standard, DISPOSITION, disposition);
        putUnlessNull(standard, ENCODING, encoding);
        putUnlessNull(standard, LANGUAGE, language);
        return new ObjectHeaders(standard, new TreeMap<>(metadata));
    }

    private static void putUnlessNull(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    static ObjectHeaders of(PutObjectRequest request) {
        return of(
                request.contentType(),
                request.cacheControl(),
                request.contentDisposition(),
                request.contentEncoding(),
                request.contentLanguage(),
                request.metadata());
    }

    static ObjectHeaders of(CreateMultipartUploadRequest request) {
        return of(
                request.contentType(),
                request.cacheControl(),
                request.contentDisposition(),
                request.contentEncoding(),
                request.contentLanguage(),
                request.metadata());
    }

    static ObjectHeaders of(CopyObjectRequest request) {
        return of(
                request.contentType(),
                request.cacheControl(),
                request.contentDisposition(),
                request.contentEncoding(),
                request.contentLanguage(),
                request.metadata());
    }

    void addTo(HeadObjectResponse.Builder response) {
        response.contentType(standard.get(CONTENT_TYPE))
                .cacheControl(standard.get(CACHE_CONTROL))
                .contentDisposition(standard.get(DISPOSITION))
                .contentEncoding(standard.get(ENCODING))
                .contentLanguage(standard.get(LANGUAGE))
                .metadata(metadata);
    }

    void addTo(GetObjectResponse.Builder response) {
        response.contentType(standard.get(CONTENT_TYPE))
                .cacheControl(standard.get(CACHE_CONTROL))
                .contentDisposition(standard.get(DISPOSITION))
                .contentEncoding(standard.get(ENCODING))
                .contentLanguage(standard.get(LANGUAGE))
                .metadata(metadata);
    }

    String toJson() {
        return Json.text(Map.of(STANDARD, standard, METADATA, metadata));
    }

    static ObjectHeaders parse(String json) {
        return Json.parse(json) instanceof Map<?, ?> fields
                ? new ObjectHeaders(texts(fields.get(STANDARD)), texts(fields.get(METADATA)))
                : new ObjectHeaders(Map.of(), Map.of());
    }

    private static Map<String, String> texts(@Nullable Object json) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
        }
        return texts;
    }
}
