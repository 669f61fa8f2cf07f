package io.lambdaregistry.functions.http;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.json.JsonBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** A response in the form in which API Gateway's HTTP API reads it: status and headers first, the body last. */
public sealed interface ApiResponse {
    /** In UTF-16 units: the most of an error's message that is returned. The messages of honest requests are shorter. */
    int MOST_OF_MESSAGE = 1 << 18;

    int status();

    Map<String, String> headers();

    /** Writes the fields that contain the body. */
    void writeBody(JsonGenerator generator) throws IOException;

    /** A response whose body is text. */
    record Text(int status, Map<String, String> headers, String text) implements ApiResponse {
        @Override
        public void writeBody(JsonGenerator generator) throws IOException {
            generator.writeBooleanField("isBase64Encoded", false);
            generator.writeStringField("body", text);
        }
    }

    /** A response whose body is any bytes, streamed from its source. The source is always closed. */
    record Binary(int status, Map<String, String> headers, InputStream content) implements ApiResponse {
        @Override
        public void writeBody(JsonGenerator generator) throws IOException {
            try (content) {
                generator.writeBooleanField("isBase64Encoded", true);
                generator.writeFieldName("body");
                generator.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, content, -1);
            }
        }
    }

    static ApiResponse json(JsonBody body) {
        return json(200, body);
    }

    static ApiResponse json(int status, JsonBody body) {
        return new Text(status, Map.of("content-type", "application/json"), Json.object(body));
    }

    static ApiResponse text(int status, String text) {
        return new Text(status, Map.of("content-type", "text/plain; charset=utf-8"), text);
    }

    /** MLflow's error body. */
    static ApiResponse error(ErrorCode code, String message) {
        return json(
                code.httpStatus(),
                writer -> writer.field("error_code", code.name())
                        .field("message", shortened(message))
                        .field("sqlstate", "KAM00")
                        .field("error_class", code.errorClass()));
    }

    /** Messages repeat what the caller sent, which may be megabytes; of such a message its two ends are returned. */
    private static String shortened(String message) {
        if (message.length() <= MOST_OF_MESSAGE) {
            return message;
        }
        int first = endOfCharacter(message, MOST_OF_MESSAGE / 2);
        int last = endOfCharacter(message, message.length() - MOST_OF_MESSAGE / 2);
        return message.substring(0, first) + " … " + message.substring(last);
    }

    /** The position itself, or the next one if the position is within a surrogate pair. */
    private static int endOfCharacter(String text, int at) {
        return Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at)) ? at + 1 : at;
    }

    default void writeTo(OutputStream output) throws IOException {
        try (JsonGenerator generator = Json.generator(output)) {
            generator.writeStartObject();
            generator.writeNumberField("statusCode", status());
            generator.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : allHeaders().entrySet()) {
                generator.writeStringField(header.getKey(), header.getValue());
            }
            generator.writeEndObject();
            writeBody(generator);
            generator.writeEndObject();
        }
    }

    private Map<String, String> allHeaders() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("x-content-type-options", "nosniff");
        all.putAll(headers());
        return all;
    }
}
