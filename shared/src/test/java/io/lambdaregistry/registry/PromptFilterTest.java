package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PromptFilterTest {

    @ParameterizedTest
    @CsvSource({
        "name = 'x', HIDDEN",
        "tags.`mlflow.prompt.is_prompt` = 'true', ONLY",
        "tags.`mlflow.prompt.is_prompt` = 'TRUE', AMONG_OTHERS",
        "tags.`mlflow.prompt.is_prompt` != 'false', AMONG_OTHERS",
        "tags.`mlflow.prompt.is_prompt` = 'false', HIDDEN",
        "tags.`mlflow.prompt.is_prompt` != 'true', HIDDEN",
        "tags.`mlflow.prompt.is_prompt` LIKE 'true', HIDDEN",
        "tags.`mlflow.prompt.is_prompt` = 'false' AND tags.`mlflow.prompt.is_prompt` = 'true', HIDDEN"
    })
    void theFirstClauseOnTheTagDecides(String filter, PromptFilter expected) {
        assertThat(ModelSearch.of(filter, List.of(), 10, Optional.empty()).prompts())
                .isEqualTo(expected);
    }
}
