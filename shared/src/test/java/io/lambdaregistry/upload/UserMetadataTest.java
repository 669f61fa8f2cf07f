package io.lambdaregistry.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.RegistryException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UserMetadataTest {
    @Test
    void givesAliasesTagsAndADescription() {
        UserMetadata given = UserMetadata.of(Map.of(
                "aliases", "champion, shadow",
                "tags", "team=fraud&note=a%26b+c%3D%C3%BC&flag",
                "description", "F%C3%BCr alle, 50% besser",
                "other", "ignored"));
        assertThat(given)
                .isEqualTo(new UserMetadata(
                        List.of("champion", "shadow"),
                        Map.of("team", "fraud", "note", "a&b+c=ü", "flag", ""),
                        "Für alle, 50% besser"));
    }

    @Test
    void isEmptyWhereNothingIsGiven() {
        assertThat(UserMetadata.of(Map.of())).isEqualTo(new UserMetadata(List.of(), Map.of(), ""));
    }

    @ParameterizedTest
    @CsvSource({
        "aliases, latest",
        "aliases, v1",
        "aliases, two words",
        "tags, a$b=c",
        "tags, =v",
        "tags, mlflow.prompt.is_prompt=true"
    })
    void metadataThatTheApiWouldRefuseIsRefused(String name, String value) {
        assertThatThrownBy(() -> UserMetadata.of(Map.of(name, value))).isInstanceOf(RegistryException.class);
    }

    @Test
    void moreTagsThanATransactionTakesAreRefused() {
        String many = IntStream.rangeClosed(1, 51).mapToObj(i -> "t" + i + "=").collect(Collectors.joining("&"));
        assertThatThrownBy(() -> UserMetadata.of(Map.of("tags", many)))
                .hasMessage("An upload can give at most 50 tags, not 51.");
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        for (String name : List.of("aliases", "tags", "description")) {
            assertThatThrownBy(() -> UserMetadata.of(Map.of(name, "M%FCnchen")))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("M%FCnchen");
        }
    }
}
