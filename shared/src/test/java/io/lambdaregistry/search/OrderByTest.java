package io.lambdaregistry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.RegistryException;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderByTest {

    @ParameterizedTest
    @CsvSource({
        "name,'',name,name,true",
        "name DESC,'',name,name,false",
        "'name	 asc','',name,name,true",
        "`name`,'',name,`name`,true",
        "`name` desc,'',name,name,false",
        "metrics.`val loss` DESC,metrics,val loss,metrics.val loss,false",
        "attribute.name,attribute,name,attribute.name,true",
        "`attribute.name` DESC,attribute,name,attribute.name,false",
        "`attribute`.name asc,attribute,name,attribute.name,true",
        "`na`me DESC,'',name,name,false",
        "metrics.a#1_$,metrics,a#1_$,metrics.a#1_$,true"
    })
    void aClauseIsAKeyAndADirection(String clause, String entity, String key, String token, boolean ascending) {
        assertThat(OrderBy.parse(clause)).isEqualTo(new OrderBy(entity, key, token, ascending));
    }

    @Test
    void behindADotANameMayBeInSingleQuotes() {
        assertThat(OrderBy.parse("tags.'a b' DESC")).isEqualTo(new OrderBy("tags", "a b", "tags.a b", false));
        assertThat(OrderBy.parse("attribute.'name'"))
                .isEqualTo(new OrderBy("attribute", "name", "attribute.'name'", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " name",
                "name ",
                "name DESC ASC",
                "a b c",
                "name, other",
                "metrics.",
                "'name'",
                "'name' DESC",
                "'name DESC",
                "name` DESC",
                "'attribute'.name DESC",
                "name'x' DESC",
                "tags.a-b",
                "metrics.a/b DESC",
                "params.a:b",
                "name;",
                "(name)",
                "tags.'a"
            })
    void anythingElseIsRefused(String clause) {
        assertThatThrownBy(() -> OrderBy.parse(clause))
                .isInstanceOf(RegistryException.class)
                .hasMessage("Invalid order_by clause '" + clause + "'. Could not be parsed.");
    }

    @Test
    void anotherWordInThePlaceOfTheDirectionIsReportedInMlflowsWords() {
        assertThatThrownBy(() -> OrderBy.parse("name up"))
                .hasMessage("Invalid ordering key in order_by clause 'name up'.");
        assertThatThrownBy(() -> OrderBy.parse("`name` up"))
                .hasMessage("Invalid ordering key in order_by clause '`name` up'.");
    }

    @Test
    void anOrderHasNoMoreClausesThanAnybodySortsBy() {
        assertThat(OrderBy.parseAll(Collections.nCopies(100, "name ASC"))).hasSize(100);
        assertThatThrownBy(() -> OrderBy.parseAll(Collections.nCopies(101, "name ASC")))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("more than 100 clauses");
    }
}
