package io.lambdaregistry.functions.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.metering.ResponseBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargeAnswersTest {
    private static final int LIMIT_OF_LAMBDA = 6_291_556;

    private static final class Constant extends JsonHandler {
        private final String text;

        Constant(String text) {
            this.text = text;
        }

        @Override
        protected JsonBody answer(Parameters parameters) {
            return writer -> writer.field("text", text);
        }
    }

    private static byte[] call(String text, @Nullable String accepted) throws IOException {
        HandlerCall call = HandlerCall.of("GET", "/api/2.0/mlflow/any").pathParameter("api", "api");
        if (accepted != null) {
            call.header("Accept-Encoding", accepted);
        }
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        new Constant(text)
                .handleRequest(
                        new ByteArrayInputStream(call.event().getBytes(StandardCharsets.UTF_8)),
                        response,
                        HandlerCall.context(new HandlerCall.Log()));
        assertThat(response.size()).isLessThan(LIMIT_OF_LAMBDA);
        return response.toByteArray();
    }

    private static Map<?, ?> event(byte[] response) {
        return (Map<?, ?>) Objects.requireNonNull(Json.parse(response));
    }

    private static Map<?, ?> headers(Map<?, ?> event) {
        return (Map<?, ?>) Objects.requireNonNull(event.get("headers"));
    }

    @Test
    void anAnswerThatFitsIsSentAsItIs() throws IOException {
        String text = "x".repeat(ResponseBytes.MOST - 100);
        Map<?, ?> event = event(call(text, "gzip"));
        assertThat(event.get("statusCode")).isEqualTo(200L);
        assertThat(event.get("isBase64Encoded")).isEqualTo(false);
        assertThat(headers(event).containsKey("content-encoding")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, deflate", "br;q=1.0, GZIP ;q=0.5", "*"})
    void aLargerOneIsCompressedForAClientThatAcceptsGzip(String accepted) throws IOException {
        String text = "natural language \"repeats\" itself ".repeat(300_000);
        Map<?, ?> event = event(call(text, accepted));
        assertThat(event.get("statusCode")).isEqualTo(200L);
        assertThat(headers(event).get("content-encoding")).isEqualTo("gzip");
        assertThat(headers(event).get("content-type")).isEqualTo("application/json");
        byte[] body = Base64.getDecoder().decode(String.valueOf(event.get("body")));
        try (InputStream content = new GZIPInputStream(new ByteArrayInputStream(body))) {
            assertThat(Json.parse(content.readAllBytes())).isEqualTo(Map.of("text", text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "br", "gzip;q=0", "gzip; q=0.0, deflate"})
    void anyOtherClientLearnsWhatToSend(String accepted) throws IOException {
        Map<?, ?> event = event(call("x".repeat(7_000_000), accepted));
        assertThat(event.get("statusCode")).isEqualTo(413L);
        assertThat(String.valueOf(event.get("body")))
                .contains("REQUEST_LIMIT_EXCEEDED", "Accept-Encoding: gzip", "6,280,000 bytes");
    }

    @Test
    void oneThatIsTooLargeEvenSoIsRefused() throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 7_000_000; i++) {
            text.append((char) random.nextInt(0x80, 0xd800));
        }
        Map<?, ?> event = event(call(text.toString(), "gzip"));
        assertThat(event.get("statusCode")).isEqualTo(413L);
        assertThat(String.valueOf(event.get("body"))).contains("Ask for less at once");
    }
}
