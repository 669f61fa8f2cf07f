package io.lambdaregistry.functions.http;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.lambdaregistry.functions.FunctionContext;
import io.lambdaregistry.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls a handler with an event in API Gateway's form, and reads the response. */
public final class HandlerCall {
    /** Keeps what a function logs. */
    public static final class Log implements LambdaLogger {
        private final StringBuilder words = new StringBuilder();
        private final List<byte[]> lines = new ArrayList<>();

        @Override
        public void log(String message) {
            words.append(message);
        }

        @Override
        public void log(byte[] message) {
            lines.add(message);
        }

        public String words() {
            return words.toString();
        }

        public List<byte[]> lines() {
            return lines;
        }
    }

    public static Context context(Log log) {
        return new FunctionContext("request-1", "function", log);
    }

    private final String method;
    private final String rawPath;
    private final String rawQuery;
    private final Map<String, String> pathParameters = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private byte[] body = {};
    private @Nullable String text;

    private HandlerCall(String method, String rawPath, String rawQuery) {
        this.method = method;
        this.rawPath = rawPath;
        this.rawQuery = rawQuery;
    }

    /** @param target a path, and a query after a question mark */
    public static HandlerCall of(String method, String target) {
        int query = target.indexOf('?');
        return new HandlerCall(
                method, query < 0 ? target : target.substring(0, query), query < 0 ? "" : target.substring(query + 1));
    }

    /** @param sent as it stands in the request line; the handler gets it decoded once */
    public HandlerCall pathParameter(String name, String sent) {
        pathParameters.put(name, URLDecoder.decode(sent.replace("+", "%2B"), StandardCharsets.UTF_8));
        return this;
    }

    public HandlerCall header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public HandlerCall body(byte[] bytes) {
        body = bytes;
        return this;
    }

    /** A body that API Gateway passes on as text, since its content type is one of text. */
    public HandlerCall text(String decoded) {
        text = decoded;
        return this;
    }

    public Answer to(ApiHandler handler) throws IOException {
        return to(handler, new Log());
    }

    public Answer to(ApiHandler handler, Log log) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event().getBytes(StandardCharsets.UTF_8)), output, context(log));
        return Answer.read(output.toByteArray());
    }

    /** The event as text, its body last, as the local gateway sends it. */
    public String event() {
        return Json.object(event -> event.field("routeKey", method + " " + rawPath)
                .field("rawPath", rawPath)
                .field("rawQueryString", rawQuery)
                .object("headers", fields -> headers.forEach(fields::field))
                .object("pathParameters", fields -> pathParameters.forEach(fields::field))
                .object("requestContext", context -> context.object("http", http -> http.field("method", method)))
                .field("isBase64Encoded", text == null)
                .field("body", text == null ? Base64.getEncoder().encodeToString(body) : text));
    }

    /** What a handler answered. */
    public record Answer(int status, Map<String, @Nullable Object> headers, String text) {
        private static Answer read(byte[] output) {
            Map<?, ?> answer = (Map<?, ?>) requireNonNull(Json.parse(output));
            String body = String.valueOf(answer.get("body"));
            boolean base64 = Boolean.TRUE.equals(answer.get("isBase64Encoded"));
            Map<String, @Nullable Object> headers = new HashMap<>();
            ((Map<?, ?>) requireNonNull(answer.get("headers")))
                    .forEach((name, value) -> headers.put(String.valueOf(name), value));
            return new Answer(
                    ((Long) requireNonNull(answer.get("statusCode"))).intValue(),
                    headers,
                    base64 ? new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8) : body);
        }
    }
}
