package io.lambdaregistry.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
    void textThatIsNotJsonIsRefused(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void nestingBeyondReasonIsRefused() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).isInstanceOf(UncheckedIOException.class);
    }

    /** Names of one hash, of which a table that parsers share holds some hundred. */
    private static String colliding(int count) {
        StringBuilder object = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            object.append(i == 0 ? "\"" : ",\"");
            for (int bit = 0; bit < 18; bit++) {
                object.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            object.append("\":1");
        }
        return object.append('}').toString();
    }

    private static String different(int count, String salt) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"%s%x\":1".formatted(salt, i * 2_654_435_761L))
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void whateverNamesOneTextHasTheNextIsRead() {
        for (String hostile :
                List.of(different(9_000, "a"), "{}", colliding(3_000), different(200_000, "b"), colliding(60_000))) {
            assertThat((Map<?, ?>) Json.parse(hostile.getBytes(StandardCharsets.UTF_8)))
                    .isNotNull();
            assertThat(Json.parse(hostile)).isNotNull();
            for (int i = 0; i < 2_000; i++) {
                assertThat(Json.parse("{\"ordinary%d\":1}".formatted(i).getBytes(StandardCharsets.UTF_8)))
                        .isEqualTo(Map.of("ordinary" + i, 1L));
            }
        }
    }

    static Stream<String> textsBeyondLimits() {
        return Stream.of(
                "[".repeat(Json.MAX_DEPTH + 1),
                "{\"" + "n".repeat(Json.MAX_NAME_LENGTH + 1) + "\":1}",
                "[" + "1,".repeat(Json.MAX_TOKENS) + "1]",
                "[" + "1".repeat(1_001) + "]");
    }

    @ParameterizedTest
    @MethodSource("textsBeyondLimits")
    void aTextBeyondALimitIsDistinguishedFromOneThatIsNoJson(String text) {
        assertThatThrownBy(() -> Json.parse(text)).hasCauseInstanceOf(StreamConstraintsException.class);
        assertThatThrownBy(() -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
                .hasCauseInstanceOf(StreamConstraintsException.class);
    }

    @Test
    void requestsOfMlflowsClientsAreFarFromTheLimits() {
        String metric =
                "{\"key\":\"m\",\"value\":1.5,\"timestamp\":1,\"step\":1,\"dataset_name\":\"d\",\"dataset_digest\":\"e\",\"model_id\":\"m\"}";
        String batch = "{\"metrics\":[" + String.join(",", Collections.nCopies(10_000, metric)) + "]}";
        assertThat(Json.parse(batch)).isNotNull();
        String tag = "{\"key\":\"k\",\"value\":\"" + "ü".repeat(100_000) + "\"}";
        assertThat(Json.parse(tag.getBytes(StandardCharsets.UTF_8))).isNotNull();
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        assertThatThrownBy(() -> Json.parse(new byte[] {'"', (byte) 0xC3, '"'}))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aTextMayBeginWithTheMarkOfItsEncodingOrBeInTwoByteCharacters() {
        String text = "{\"a\":\"ü\"}";
        for (Charset charset : List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_16LE)) {
            assertThat(Json.parse(text.getBytes(charset))).isEqualTo(Map.of("a", "ü"));
        }
        assertThat(Json.parse(("\ufeff" + text).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Map.of("a", "ü"));
        assertThat(Json.parse(("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo(Map.of("a", "ü"));
    }

    @Test
    void nullAndEmptyFieldsAreLeftOut() {
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
