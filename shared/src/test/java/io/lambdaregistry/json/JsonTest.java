package io.lambdaregistry.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    @Test
    void valuesAreReadAsPlainJava() {
        assertThat(Json.parse("{\"a\": [1, 2.5, true, null, \"x\"], \"b\": {}}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Map.of(
                        "a", Arrays.asList(1L, 2.5, true, null, "x"),
                        "b", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,]", "{} {}", "nope", "{\"a\"}"})
    void whatIsNotJsonIsRefused(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void nestingBeyondReasonIsRefused() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void whatIsNullOrEmptyIsLeftOut() {
        assertThat(Json.object(writer -> writer.field("a", (String) null)
                        .field("n", 1L)
                        .strings("none", List.of())
                        .keyValues("tags", Map.of("k", "v"))))
                .isEqualTo("{\"n\":1,\"tags\":[{\"key\":\"k\",\"value\":\"v\"}]}");
    }

    @Test
    void numbersThatJsonLacksAreWrittenAsMlflowDoes() {
        assertThat(Json.object(writer -> writer.field("a", Double.NaN)
                        .field("b", Double.POSITIVE_INFINITY)
                        .field("c", Double.NEGATIVE_INFINITY)))
                .isEqualTo("{\"a\":\"NaN\",\"b\":1.7976931348623157E308,\"c\":-1.7976931348623157E308}");
    }
}
