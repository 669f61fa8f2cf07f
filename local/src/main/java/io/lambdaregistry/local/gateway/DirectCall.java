package io.lambdaregistry.local.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lambdaregistry.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;

/** Calls the function of a route within this JVM, without the HTTP server. */
public final class DirectCall {
    private final Routes routes;
    private final FunctionSource functions;

    public DirectCall(Routes routes, FunctionSource functions) {
        this.routes = routes;
        this.functions = functions;
    }

    /** A complete response. */
    public record Result(int status, String body) {}

    /**
     * @param target path and query, encoded; its path has no variable that needs decoding
     * @param body JSON, or empty
     * @throws IllegalArgumentException where no route matches
     */
    public Result call(String method, String target, String body) throws IOException {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question + 1);
        if (!(routes.match(method, path) instanceof Routes.Match.Found found)) {
            throw new IllegalArgumentException("No route takes " + method + " " + path);
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        functions
                .handler(found.route())
                .handleRequest(
                        new ByteArrayInputStream(event(method, path, query, found, body)),
                        answer,
                        FunctionLog.CONSOLE.context(
                                UUID.randomUUID().toString(), found.route().function()));
        try (AnswerReader reader = new AnswerReader(new ByteArrayInputStream(answer.toByteArray()))) {
            AnswerHead head = reader.readHead();
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            reader.readBody(content);
            return new Result(head.status(), text(head, content.toByteArray()));
        }
    }

    private static String text(AnswerHead head, byte[] content) throws IOException {
        if (!head.headers().containsKey("content-encoding")) {
            return new String(content, StandardCharsets.UTF_8);
        }
        try (InputStream compressed = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return new String(compressed.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] event(String method, String path, String query, Routes.Match.Found found, String body)
            throws IOException {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.generator(event)) {
            json.writeStartObject();
            json.writeStringField("version", "2.0");
            json.writeStringField("routeKey", found.route().key());
            json.writeStringField("rawPath", path);
            json.writeStringField("rawQueryString", query);
            HttpApiEvent.writeStrings(
                    json, "headers", Map.of("content-type", "application/json", "accept-encoding", "gzip"));
            HttpApiEvent.writeStrings(json, "pathParameters", found.variables());
            json.writeObjectFieldStart("requestContext");
            HttpApiEvent.writeStrings(json, "http", Map.of("method", method));
            json.writeEndObject();
            json.writeBooleanField("isBase64Encoded", false);
            json.writeStringField("body", body);
            json.writeEndObject();
        }
        return event.toByteArray();
    }
}
