package io.lambdaregistry.local.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lambdaregistry.artifact.PercentDecoding;
import io.lambdaregistry.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;

/**
 * The event into which API Gateway's HTTP API turns a request.
 *
 * @param path decoded
 * @param pathParameters decoded
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">
 *     payload format 2.0</a>
 */
record HttpApiEvent(
        Request request, Route route, String path, Map<String, String> pathParameters, String requestId, Instant time) {
    private static final DateTimeFormatter CLF_TIME = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** The event as JSON, with its body last. A large body is read from the request only while the event is read. */
    InputStream json(RequestContent content) throws IOException {
        Optional<String> text = content.text();
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        JsonGenerator generator = Json.generator(start);
        generator.writeStartObject();
        writeRequest(generator);
        writeContext(generator);
        generator.writeBooleanField("isBase64Encoded", content.isStreamed());
        if (text.isPresent()) {
            generator.writeStringField("body", text.get());
        }
        if (content.isStreamed()) {
            generator.writeFieldName("body");
            generator.writeRaw(":\"");
            generator.flush();
            return concatenated(start.toByteArray(), new Base64InputStream(content.stream()), "\"}");
        }
        generator.close();
        return new ByteArrayInputStream(start.toByteArray());
    }

    private void writeRequest(JsonGenerator generator) throws IOException {
        String query = request.getHttpURI().getQuery();
        generator.writeStringField("version", "2.0");
        generator.writeStringField("routeKey", route.key());
        generator.writeStringField("rawPath", path);
        generator.writeStringField("rawQueryString", query == null ? "" : query);
        Map<String, String> headers = headers();
        if (headers.containsKey("cookie")) {
            generator.writeArrayFieldStart("cookies");
            for (String cookie : headers.get("cookie").split(";")) {
                generator.writeString(cookie.strip());
            }
            generator.writeEndArray();
        }
        writeStrings(generator, "headers", headers);
        if (query != null && !query.isEmpty()) {
            writeStrings(generator, "queryStringParameters", queryParameters(query));
        }
        writeStrings(generator, "pathParameters", pathParameters);
    }

    private void writeContext(JsonGenerator generator) throws IOException {
        String host = Request.getServerName(request);
        generator.writeObjectFieldStart("requestContext");
        generator.writeStringField("accountId", "000000000000");
        generator.writeStringField("apiId", "local");
        generator.writeStringField("domainName", host);
        generator.writeStringField("domainPrefix", host.split("\\.", 2)[0]);
        generator.writeObjectFieldStart("http");
        generator.writeStringField("method", request.getMethod());
        generator.writeStringField("path", path);
        generator.writeStringField(
                "protocol", request.getConnectionMetaData().getHttpVersion().asString());
        generator.writeStringField("sourceIp", Request.getRemoteAddr(request));
        generator.writeStringField(
                "userAgent", Optional.ofNullable(headers().get("user-agent")).orElse(""));
        generator.writeEndObject();
        generator.writeStringField("requestId", requestId);
        generator.writeStringField("routeKey", route.key());
        generator.writeStringField("stage", "$default");
        generator.writeStringField("time", CLF_TIME.format(time));
        generator.writeNumberField("timeEpoch", time.toEpochMilli());
        generator.writeEndObject();
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue() == null ? "" : field.getValue();
            headers.merge(field.getName().toLowerCase(Locale.ROOT), value, HttpApiEvent::joined);
        }
        return headers;
    }

    private static Map<String, String> queryParameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.merge(PercentDecoding.ofForm(name), PercentDecoding.ofForm(value), HttpApiEvent::joined);
            }
        }
        return parameters;
    }

    private static String joined(String first, String second) {
        return first + "," + second;
    }

    static void writeStrings(JsonGenerator generator, String name, Map<String, String> strings) throws IOException {
        generator.writeObjectFieldStart(name);
        for (Map.Entry<String, String> entry : strings.entrySet()) {
            generator.writeStringField(entry.getKey(), entry.getValue());
        }
        generator.writeEndObject();
    }

    private static InputStream concatenated(byte[] start, InputStream middle, String end) {
        return new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(start),
                middle,
                new ByteArrayInputStream(end.getBytes(StandardCharsets.UTF_8)))));
    }
}
