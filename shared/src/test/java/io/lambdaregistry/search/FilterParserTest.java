package io.lambdaregistry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FilterParserTest {
    private static Comparison parseOne(String filter) {
        List<Comparison> clauses = FilterParser.parse(filter);
        assertThat(clauses).hasSize(1);
        return clauses.getFirst();
    }

    private static Comparison text(String entity, String key, boolean quoted, Operator operator, String value) {
        return new Comparison(entity, key, quoted, operator, new FilterValue.Text(value));
    }

    @Test
    void anAttributeIsComparedWithATextInEitherQuotes() {
        assertThat(parseOne("name = 'a b'")).isEqualTo(text("", "name", false, Operator.EQUAL, "a b"));
        assertThat(parseOne("name=\"a'b\"")).isEqualTo(text("", "name", false, Operator.EQUAL, "a'b"));
    }

    @Test
    void aTagsKeyMayHoldDotsOrStandInQuotes() {
        assertThat(parseOne("tags.mlflow.source.name != 'x'"))
                .isEqualTo(text("tags", "mlflow.source.name", false, Operator.NOT_EQUAL, "x"));
        assertThat(parseOne("tags.`my key` like '%x_'")).isEqualTo(text("tags", "my key", true, Operator.LIKE, "%x_"));
        assertThat(parseOne("tag.\"my key\" ILIKE 'X'")).isEqualTo(text("tag", "my key", true, Operator.ILIKE, "X"));
    }

    @Test
    void clausesAreJoinedByAnd() {
        assertThat(FilterParser.parse("name = 'a' AND tags.k = 'v' and version_number >= 2"))
                .extracting(Comparison::key)
                .containsExactly("name", "k", "version_number");
    }

    @Test
    void listsAndNumbersAreValuesToo() {
        assertThat(parseOne("run_id IN ('a', \"b\")").value()).isEqualTo(new FilterValue.TextList(List.of("a", "b")));
        assertThat(parseOne("run_id NOT IN ('a')").operator()).isEqualTo(Operator.NOT_IN);
        assertThat(parseOne("metrics.loss < -1.5e-3").value()).isEqualTo(new FilterValue.Numeric(-1.5e-3, "-1.5e-3"));
        assertThat(parseOne("tags.x IS NOT NULL").operator()).isEqualTo(Operator.IS_NOT_NULL);
    }

    @Test
    void anEmptyFilterHasNoClauses() {
        assertThat(FilterParser.parse("")).isEmpty();
    }

    @Test
    void aListMayEndWithACommaAndTextsSideBySideAreOne() {
        assertThat(parseOne("name IN ('a',)").value()).isEqualTo(new FilterValue.TextList(List.of("a")));
        assertThat(parseOne("name IN ('a' 'b')").value()).isEqualTo(new FilterValue.TextList(List.of("ab")));
    }

    @Test
    void aKeyMayStandInAnyQuotesOrBeEmpty() {
        assertThat(parseOne("tags.'k' = 'v'").key()).isEqualTo("k");
        assertThat(parseOne("tags. = 'v'").key()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "name <> 'a', Invalid comparator for attribute: <>",
        "name !== 'a', Invalid comparator for attribute: !==",
        "tags.k == 'a', Invalid comparator for tag: ==",
        "name not like 'a', Invalid comparator for attribute: NOT LIKE",
        "tags.k REGEXP 'a', Invalid comparator for tag: REGEXP"
    })
    void aComparatorOfAnotherLanguageIsReportedInMlflowsWords(String filter, String message) {
        assertThatThrownBy(() -> FilterParser.parse(filter)).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "name =",
                "= 'a'",
                "name = a",
                "name = `a`",
                "name = 'a",
                "name 'a'",
                "name == 'a'",
                "name = 'a' OR name = 'b'",
                "NOT name = 'a'",
                "(name = 'a')",
                "name = 'a';",
                "name IN ()",
                "name IN ('a'",
                "name IN (1)",
                "name = 'a' -- comment",
                "name NOT LIKE 'a'",
                "name IS 'a'",
                "name.",
                ".name = 'a'",
                " \n ",
                "version_number = +1",
                "name = 1.2.3",
                "名 ＝ 'a'",
                "name = 'a' AND OR",
                "\u0000",
                "'a' = name"
            })
    void aFilterOutsideTheLanguageIsRefusedAsAnInvalidParameter(String filter) {
        assertThatThrownBy(() -> FilterParser.parse(filter))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
    }

    @Test
    void anUnquotedValueIsReportedInMlflowsWords() {
        assertThatThrownBy(() -> FilterParser.parse("name = x"))
                .hasMessage(
                        "Parameter value is either not quoted or unidentified quote types used for string value x. Use either single or double quotes.");
    }

    @ParameterizedTest
    @CsvSource({
        "abc,abc,true",
        "abc,a%,true",
        "abc,%c,true",
        "abc,a_c,true",
        "abc,_,false",
        "abc,%b%,true",
        "abc,%%,true",
        "abc,ABC,false",
        "a%c,a%c,true",
        "'',%,true",
        "aXbXc,a%b%c,true",
        "abab,%ab,true",
        "😀,_,true"
    })
    void likeMatchesWildcardsAndCase(String left, String pattern, boolean matches) {
        assertThat(text("", "name", false, Operator.LIKE, pattern).matches(left))
                .isEqualTo(matches);
    }

    @Test
    void ilikeFoldsAsciiOnly() {
        assertThat(text("", "name", false, Operator.ILIKE, "ABC%").matches("abcd"))
                .isTrue();
        assertThat(text("", "name", false, Operator.ILIKE, "É").matches("é")).isFalse();
    }

    @Test
    void aPatternOfManyWildcardsIsMatchedInNoTime() {
        String pattern = "%a".repeat(2_000) + "b";
        assertThat(text("", "name", false, Operator.LIKE, pattern).matches("a".repeat(10_000)))
                .isFalse();
    }

    @Test
    void aFilterHasNoMoreClausesThanADatabaseJoins() {
        assertThat(FilterParser.parse("name = 'a'" + " AND name = 'a'".repeat(99)))
                .hasSize(100);
        assertThatThrownBy(() -> FilterParser.parse("name = 'a'" + " AND name = 'a'".repeat(100)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("more than 100 clauses");
    }
}
