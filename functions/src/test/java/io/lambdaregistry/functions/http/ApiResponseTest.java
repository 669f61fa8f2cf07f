package io.lambdaregistry.functions.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ApiResponseTest {
    /** The message of an error, as a client gets it. */
    private static String shown(String message) throws IOException {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        ApiResponse.error(ErrorCode.INVALID_PARAMETER_VALUE, message).writeTo(event);
        Object body = Objects.requireNonNull(field(event.toByteArray(), "body"));
        return (String) Objects.requireNonNull(field(((String) body).getBytes(StandardCharsets.UTF_8), "message"));
    }

    private static @Nullable Object field(byte[] json, String name) {
        return ((Map<?, ?>) Objects.requireNonNull(Json.parse(json))).get(name);
    }

    @Test
    void theMessageOfAnErrorIsWhole() throws IOException {
        String message = "Invalid name: '" + "ü".repeat(200_000) + "'.";
        assertThat(shown(message)).isEqualTo(message);
    }

    @Test
    void ofAMessageOfMegabytesTheTwoEndsAreShown() throws IOException {
        for (String filling : new String[] {"x", "ü", "😀", "a😀"}) {
            String shown = shown("Invalid name: '" + filling.repeat(2_000_000) + "'. Choose another.");
            assertThat(shown).startsWith("Invalid name: '" + filling).endsWith(filling + "'. Choose another.");
            assertThat(shown).hasSizeBetween(ApiResponse.MOST_OF_MESSAGE, ApiResponse.MOST_OF_MESSAGE + 5);
        }
    }
}
