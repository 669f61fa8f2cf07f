package io.lambdaregistry.local.gateway;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lambdaregistry.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a function's response, {@code {"statusCode", "headers", "cookies", "isBase64Encoded", "body"}}: first all fields before
 * the body, then the body piece by piece. The body must be the last field; the functions write it last.
 */
final class AnswerReader implements AutoCloseable {
    private final InputStream json;
    private final JsonParser parser;
    private boolean base64;
    private boolean atBody;

    AnswerReader(InputStream json) throws IOException {
        this.json = json;
        this.parser = Json.streamingParser(json);
    }

    static Answer readWhole(InputStream json) throws IOException {
        try (AnswerReader reader = new AnswerReader(json)) {
            AnswerHead head = reader.readHead();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            reader.readBody(body);
            return new Answer(head, body.toByteArray());
        }
    }

    /** Reads all fields before the body. */
    AnswerHead readHead() throws IOException {
        int status = 200;
        Map<String, String> headers = new LinkedHashMap<>();
        List<String> cookies = new ArrayList<>();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("the function's answer is not a JSON object");
        }
        while (!atBody && parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "statusCode" -> status = parser.getIntValue();
                case "headers" -> readStrings(headers);
                case "cookies" -> readStrings(cookies);
                case "isBase64Encoded" -> base64 = value == JsonToken.VALUE_TRUE;
                case "body" -> atBody = value == JsonToken.VALUE_STRING;
                default -> parser.skipChildren();
            }
        }
        return new AnswerHead(status, headers, cookies);
    }

    /** Copies the body, and checks that the response is complete. */
    void readBody(OutputStream body) throws IOException {
        if (!atBody) {
            return;
        }
        if (base64) {
            parser.readBinaryValue(Base64Variants.MIME_NO_LINEFEEDS, body);
        } else {
            Writer writer = new OutputStreamWriter(body, StandardCharsets.UTF_8);
            parser.getText(writer);
            writer.flush();
        }
        if (parser.nextToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            throw new IOException("the function's answer goes on after its body");
        }
    }

    private void readStrings(Map<String, String> strings) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            strings.put(name, parser.getText());
        }
    }

    private void readStrings(List<String> strings) throws IOException {
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            strings.add(parser.getText());
        }
    }

    /** Also closes the stream: the function that writes to it gets an error, since nothing is read any more. */
    @Override
    public void close() throws IOException {
        try {
            parser.close();
        } finally {
            json.close();
        }
    }
}
