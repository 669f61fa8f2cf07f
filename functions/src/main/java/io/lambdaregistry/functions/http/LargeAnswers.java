package io.lambdaregistry.functions.http;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.metering.ResponseBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Responses that are larger than Lambda passes on, although each page ends early. A client that accepts gzip gets them compressed;
 * MLflow's clients and browsers do. Any other client receives an error that says so.
 */
final class LargeAnswers {
    private static final String GZIP = "gzip";

    private LargeAnswers() {}

    /**
     * Returns the response as it is if Lambda passes it on, and otherwise compressed.
     *
     * @throws RegistryException REQUEST_LIMIT_EXCEEDED if it is too large even so
     */
    static ApiResponse fitting(ApiResponse answer, ApiRequest request) throws IOException {
        if (!(answer instanceof ApiResponse.Text(int status, Map<String, String> headers, String text))
                || ResponseBytes.ofBody(text) <= ResponseBytes.MOST) {
            return answer;
        }
        if (!request.acceptsGzip()) {
            throw tooLarge("Send the header Accept-Encoding: gzip, or ask for less at once");
        }
        byte[] compressed = compressed(text);
        if (base64Length(compressed) > ResponseBytes.MOST) {
            throw tooLarge("Ask for less at once: for fewer versions, runs or points, or for each by itself");
        }
        Map<String, String> allHeaders = new LinkedHashMap<>(headers);
        allHeaders.put("content-encoding", GZIP);
        allHeaders.put("vary", "accept-encoding");
        return new ApiResponse.Binary(status, allHeaders, new ByteArrayInputStream(compressed));
    }

    private static RegistryException tooLarge(String advice) {
        return new RegistryException(
                ErrorCode.REQUEST_LIMIT_EXCEEDED,
                "The answer has more than %,d bytes, the most that AWS Lambda passes on. %s."
                        .formatted(ResponseBytes.MOST, advice));
    }

    private static byte[] compressed(String text) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return compressed.toByteArray();
    }

    private static long base64Length(byte[] bytes) {
        return (bytes.length + 2L) / 3 * 4;
    }
}
