package io.lambdaregistry.local.gateway;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** The functions of the tests' template. */
final class TestFunctions implements FunctionSource {
    static final JsonFactory JSON = new JsonFactory();

    /** What the last upload came to: its size, or why it failed. */
    final CompletableFuture<Long> received = new CompletableFuture<>();

    static Routes routes() {
        return Template.routes(TestFunctions.class.getResourceAsStream("template.yaml"));
    }

    static Gateway start() throws IOException {
        return Gateway.start(Gateway.Address.anyPort(), routes(), new TestFunctions());
    }

    @Override
    public RequestStreamHandler handler(Route route) {
        return switch (route.handlerClass()) {
            case "example.Event" -> TestFunctions::answerEvent;
            case "example.Bytes" -> this::bytes;
            case "example.Failing" -> TestFunctions::fail;
            default -> throw new IllegalArgumentException(route.handlerClass());
        };
    }

    /** Answers the event itself. */
    private static void answerEvent(InputStream input, OutputStream output, Context context) throws IOException {
        text(output, 200, new String(input.readAllBytes(), StandardCharsets.UTF_8));
    }

    static void text(OutputStream output, int status, String body) throws IOException {
        try (JsonGenerator generator = JSON.createGenerator(output)) {
            generator.writeStartObject();
            generator.writeNumberField("statusCode", status);
            generator.writeObjectFieldStart("headers");
            generator.writeStringField("content-type", "application/json");
            generator.writeEndObject();
            generator.writeStringField("body", body);
            generator.writeEndObject();
        }
    }

    /** PUT answers how many bytes came; GET answers as many as the path says. */
    private void bytes(InputStream input, OutputStream output, Context context) throws IOException {
        try (JsonParser event = JSON.createParser(input)) {
            long size = 0;
            String method = "";
            while (event.nextToken() != null) {
                String name = event.currentName();
                if (event.currentToken() == JsonToken.VALUE_STRING && "size".equals(name)) {
                    size = Long.parseLong(event.getText());
                } else if (event.currentToken() == JsonToken.VALUE_STRING && "method".equals(name)) {
                    method = event.getText();
                } else if (event.currentToken() == JsonToken.VALUE_STRING && "body".equals(name)) {
                    received.complete((long) event.readBinaryValue(Base64Variants.MIME_NO_LINEFEEDS, nowhere()));
                }
            }
            if (method.equals("PUT")) {
                text(output, 200, String.valueOf(received.getNow(0L)));
            } else {
                send(output, size, size);
            }
        } catch (IOException e) {
            received.completeExceptionally(e);
            throw e;
        }
    }

    private static void fail(InputStream input, OutputStream output, Context context) throws IOException {
        String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        switch (event.replaceAll("(?s).*\"how\":\"(\\w+)\".*", "$1")) {
            case "atOnce" -> throw new IllegalStateException("the secret table arn:aws:dynamodb:secret");
            case "withAnError" -> throw new StackOverflowError();
            case "unavailable" -> text(output, 503, "not now");
            case "midway" -> {
                try {
                    send(output, 10_000_000, 1_000_000);
                } catch (IOException shortened) {
                    throw new IllegalStateException("the disk is gone", shortened);
                }
            }
            case "quietly" -> {
                output.write(
                        "{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"".getBytes(StandardCharsets.UTF_8));
                output.write("QUJD".repeat(100_000).getBytes(StandardCharsets.UTF_8));
            }
            case "malformed" -> output.write("no json".getBytes(StandardCharsets.UTF_8));
            case "empty" -> {}
            default -> throw new IllegalArgumentException(event);
        }
    }

    /** Says that {@code size} bytes come, and sends {@code sent} of them. */
    private static void send(OutputStream output, long size, long sent) throws IOException {
        try (JsonGenerator generator = JSON.createGenerator(output)) {
            generator.writeStartObject();
            generator.writeNumberField("statusCode", 200);
            generator.writeObjectFieldStart("headers");
            generator.writeStringField("content-length", Long.toString(size));
            generator.writeEndObject();
            generator.writeBooleanField("isBase64Encoded", true);
            generator.writeFieldName("body");
            generator.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, new Pattern(sent), Math.toIntExact(size));
            generator.writeEndObject();
        }
    }

    private static OutputStream nowhere() {
        return OutputStream.nullOutputStream();
    }

    /** As many bytes as asked for, one after the other. */
    static final class Pattern extends InputStream {
        private final long size;
        private long position;

        Pattern(long size) {
            this.size = size;
        }

        @Override
        public int read() {
            return position < size ? (int) (position++ & 0xff) : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (position >= size) {
                return -1;
            }
            int count = (int) Math.min(length, size - position);
            for (int i = 0; i < count; i++) {
                bytes[offset + i] = (byte) position++;
            }
            return count;
        }
    }
}
