package io.lambdaregistry.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.metering.ResponseBytes;
import io.lambdaregistry.search.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesOfJsonTest {
    @ParameterizedTest
    @ValueSource(strings = {"plain", "\"\\", "\b\f\n\r\t", "\u0001\u001f", "é", "模", "🜁", "\u007f", "/"})
    void theBytesOfATextAreThoseOfItsEscapedForm(String text) {
        String quoted = Json.text(text);
        String within = Json.text(quoted);
        assertThat(ResponseBytes.ofValue(text) + 4).isEqualTo(ResponseBytes.ofBody(quoted));
        assertThat(ResponseBytes.ofBody(quoted)).isEqualTo(within.getBytes(StandardCharsets.UTF_8).length - 2);
    }

    private static Page<String> page(List<String> items, boolean more) {
        return Page.of(items, more, last -> "after " + last.substring(0, 2));
    }

    private static List<String> items(int count, int length) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format("%02d", i) + "x".repeat(length - 2))
                .toList();
    }

    private static Map<?, ?> written(JsonBody body) {
        String text = Json.object(body);
        assertThat(ResponseBytes.ofBody(text)).isLessThan(ResponseBytes.MOST);
        return (Map<?, ?>) Objects.requireNonNull(Json.parse(text));
    }

    private static JsonBody list(Page<String> page) {
        return writer -> writer.page("items", page, (item, text) -> item.field("text", text));
    }

    @Test
    void aPageThatFitsIsWhole() {
        assertThat(Json.object(list(page(List.of("00", "01"), true))))
                .isEqualTo("{\"items\":[{\"text\":\"00\"},{\"text\":\"01\"}],\"next_page_token\":\"after 01\"}");
        assertThat(Json.object(list(page(List.of("00"), false)))).isEqualTo("{\"items\":[{\"text\":\"00\"}]}");
        assertThat(Json.object(list(page(List.of(), false)))).isEqualTo("{}");
    }

    @Test
    void aLargerPageEndsEarlyWithTheTokenOfTheRest() {
        Map<?, ?> answer = written(list(page(items(50, 500_000), false)));
        assertThat((List<?>) answer.get("items")).hasSize(12);
        assertThat(answer.get("next_page_token")).isEqualTo("after 11");
    }

    @Test
    void escapedCharactersCountAsTheyAreSent() {
        List<String> quotes = new ArrayList<>();
        items(50, 100).forEach(item -> quotes.add(item + "\"".repeat(500_000)));
        assertThat((List<?>) written(list(page(quotes, false))).get("items")).hasSize(3);
    }

    /** Its lists that other operations return as well are shortened. */
    @Test
    void aFirstItemThatIsTooLargeIsWrittenWithoutWhatCanBeLeftOut() {
        JsonBody body = writer -> writer.page(
                "items",
                page(items(2, 1_000), false),
                (item, text) -> item.field("text", text)
                        .shortenable("parts", items(30, 500_000), (part, content) -> part.field("content", content))
                        .field("end", text));
        Map<?, ?> answer = written(body);
        Map<?, ?> first = (Map<?, ?>)
                Objects.requireNonNull((List<?>) answer.get("items")).getFirst();
        assertThat(first.get("end")).isNotNull();
        assertThat((List<?>) first.get("parts")).hasSize(12);
        assertThat((List<?>) answer.get("items")).hasSize(1);
        assertThat(answer.get("next_page_token")).isEqualTo("after 00");
    }

    @Test
    void listsBesideAPageTakeWhatIsLeft() {
        Map<?, ?> answer = written(writer -> writer.field("name", "n")
                .page("items", page(items(20, 500_000), false), 3_000_000, (item, text) -> item.field("text", text))
                .objectUpTo(5_000_000, "small", fields -> fields.field("text", "t"))
                .objectUpTo(5_000_000, "large", fields -> fields.field("text", "x".repeat(4_000_000)))
                .listUpTo(6_000_000, "others", items(20, 500_000), (item, text) -> item.field("text", text)));
        assertThat((List<?>) answer.get("items")).hasSize(5);
        assertThat((List<?>) answer.get("others")).hasSize(6);
        assertThat(answer.get("small")).isNotNull();
        assertThat(answer.containsKey("large")).isFalse();
    }
}
