package io.lambdaregistry.functions.snapstart;

import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The AWS of a rehearsal: an HTTP client that returns sample responses. It fails after a limit of calls, since a loop that
 * waits for its own write would not end: writes change nothing.
 */
final class SampleAnswers implements SdkHttpClient {
    private static final String TARGET = "X-Amz-Target";
    private static final Map<String, Object> CAPACITY = Map.of("TableName", "sample", "CapacityUnits", 1.5);
    private static final int MOST_CALLS = 2_000;
    private static final String XML = "application/xml";

    /** Contains the fields that creating and completing a multipart upload read. */
    private static final String UPLOAD =
            "<UploadResult><UploadId>sample</UploadId><ETag>\"1\"</ETag><Key>sample</Key></UploadResult>";

    private final AtomicInteger calls = new AtomicInteger();

    /** Resets the count of calls, so that the next round has the full limit again. */
    void beginRound() {
        calls.set(0);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                if (calls.incrementAndGet() > MOST_CALLS) {
                    throw new IllegalStateException("the rehearsal made too many calls and may never end");
                }
                byte[] body = sent(request);
                return request.httpRequest()
                        .firstMatchingHeader(TARGET)
                        .map(target -> ofJson(target.substring(target.indexOf('.') + 1), body))
                        .orElseGet(() -> ofS3(request.httpRequest()));
            }

            @Override
            public void abort() {
                // the call returns at once, so there is nothing to abort
            }
        };
    }

    @Override
    public void close() {
        // there is nothing to close
    }

    private static byte[] sent(HttpExecuteRequest request) throws IOException {
        ContentStreamProvider content = request.contentStreamProvider().orElse(null);
        if (content == null) {
            return new byte[0];
        }
        try (InputStream stream = content.newStream()) {
            return stream.readAllBytes();
        }
    }

    private static HttpExecuteResponse ofJson(String operation, byte[] body) {
        Map<?, ?> request = (Map<?, ?>) Objects.requireNonNull(Json.parse(body));
        Map<String, ?> answer = switch (operation) {
            case "GetItem" -> consuming(CAPACITY, found(request.get("Key")));
            case "Query" -> consuming(CAPACITY, queried(text(request.get("ExpressionAttributeValues"), ":pk")));
            case "UpdateItem", "DeleteItem" -> consuming(CAPACITY, Map.of("Attributes", at(request.get("Key"))));
            case "PutItem" -> consuming(CAPACITY, Map.of());
            case "BatchGetItem" ->
                consuming(List.of(CAPACITY), Map.of("Responses", tables(request), "UnprocessedKeys", Map.of()));
            case "BatchWriteItem", "TransactWriteItems" -> consuming(List.of(CAPACITY), Map.of());
            case "Encrypt" -> Map.of("CiphertextBlob", "c2FtcGxl");
            case "Decrypt" -> Map.of("Plaintext", "c2FtcGxl");
            case "PutEvents" -> Map.of("Entries", List.of(Map.of("EventId", "sample")));
            default -> Map.of();
        };
        return answer(200, "application/x-amz-json-1.0", Json.text(answer));
    }

    private static Map<String, Object> consuming(Object capacity, Map<String, ?> answer) {
        Map<String, Object> all = new LinkedHashMap<>(answer);
        all.put("ConsumedCapacity", capacity);
        return all;
    }

    private static Map<String, ?> found(@Nullable Object key) {
        return Samples.isNew(text(key, Keys.PK)) ? Map.of() : Map.of("Item", at(key));
    }

    /** Twice the same item, so that a page of one has a next page, and with it a token. */
    private static Map<String, ?> queried(String partition) {
        Map<String, @Nullable Object> item = Samples.item(partition);
        return Map.of("Items", List.of(item, item), "Count", 2, "ScannedCount", 2);
    }

    /** The sample item, with the given key. */
    private static Map<String, @Nullable Object> at(@Nullable Object key) {
        Map<String, @Nullable Object> item = Samples.item(text(key, Keys.PK));
        if (key instanceof Map<?, ?> attributes) {
            attributes.forEach((name, value) -> item.put(String.valueOf(name), value));
        }
        return item;
    }

    private static String text(@Nullable Object attributes, String name) {
        return attributes instanceof Map<?, ?> all && all.get(name) instanceof Map<?, ?> value
                ? String.valueOf(value.get("S"))
                : "";
    }

    private static Map<String, Object> tables(Map<?, ?> request) {
        Map<String, Object> tables = new LinkedHashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(request.get("RequestItems"))).forEach((table, wanted) -> {
            List<?> keys = (List<?>) Objects.requireNonNull(((Map<?, ?>) wanted).get("Keys"));
            tables.put(
                    String.valueOf(table),
                    keys.stream()
                            .filter(key -> !Samples.isNew(text(key, Keys.PK)))
                            .map(SampleAnswers::at)
                            .toList());
        });
        return tables;
    }

    private static HttpExecuteResponse ofS3(SdkHttpRequest request) {
        return switch (request.method()) {
            case DELETE -> answer(204, XML, "");
            case PUT -> answer(200, XML, "");
            case POST ->
                answer(200, XML, request.rawQueryParameters().containsKey("delete") ? "<DeleteResult/>" : UPLOAD);
            default ->
                answer(
                        200,
                        "text/plain",
                        request.firstMatchingRawQueryParameter("list-type")
                                .map(type -> listing(request.firstMatchingRawQueryParameter("prefix")
                                        .orElse("")))
                                .orElseGet(Samples::file));
        };
    }

    private static String listing(String prefix) {
        return "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>false</IsTruncated>"
                + "<EncodingType>url</EncodingType><Contents><Key>"
                + prefix
                + "MLmodel</Key><Size>10</Size>"
                + "<ETag>\"1\"</ETag><LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents></ListBucketResult>";
    }

    private static HttpExecuteResponse answer(int status, String type, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return HttpExecuteResponse.builder()
                .response(SdkHttpFullResponse.builder()
                        .statusCode(status)
                        .putHeader("Content-Type", type)
                        .putHeader("Content-Length", Integer.toString(body.length))
                        .putHeader("ETag", "\"1\"")
                        .putHeader("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
                        .build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                .build();
    }
}
