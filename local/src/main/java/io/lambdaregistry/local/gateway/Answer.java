package io.lambdaregistry.local.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lambdaregistry.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A complete response, small enough to be held in memory. */
final class Answer {
    private final AnswerHead head;
    private final byte[] body;

    Answer(AnswerHead head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    /** An error in the JSON of MLflow's errors. */
    static Answer error(int status, String code, String message) {
        return error(status, code, message, Map.of());
    }

    static Answer error(int status, String code, String message, Map<String, String> moreHeaders) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator generator = Json.generator(body)) {
            generator.writeStartObject();
            generator.writeStringField("error_code", code);
            generator.writeStringField("message", message);
            generator.writeStringField("sqlstate", "KAM00");
            generator.writeStringField("error_class", code);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> headers = new LinkedHashMap<>(moreHeaders);
        headers.put("content-type", "application/json");
        return new Answer(new AnswerHead(status, headers, List.of()), body.toByteArray());
    }

    int status() {
        return head.status();
    }

    void send(Response response, Callback callback) {
        head.applyTo(response);
        boolean bodyless =
                !head.hasBody() || HttpMethod.HEAD.is(response.getRequest().getMethod());
        if (head.hasBody() && (body.length > 0 || !response.getHeaders().contains(HttpHeader.CONTENT_LENGTH))) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        }
        response.write(true, bodyless ? null : ByteBuffer.wrap(body), callback);
    }
}
