package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.RegistryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistryRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "My Model", "模型", "it's \"quoted\"", "100%", "%2e%2e", "a.b", "x#y?z;"})
    void modelsMayHaveNearlyAnyName(String name) {
        assertThatCode(() -> RegistryRules.checkModelName(name)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "a/b", "a:b", ".", "..", "..a"})
    void aNameThatCouldBeAPathIsRefused(String name) {
        assertThatThrownBy(() -> RegistryRules.checkModelName(name)).isInstanceOf(RegistryException.class);
    }

    @Test
    void refusalsAreInMlflowsWords() {
        assertThatThrownBy(() -> RegistryRules.checkModelName("a/b"))
                .hasMessage("Invalid model name 'a/b'. Names cannot contain '/' or ':'.");
        assertThatThrownBy(() -> RegistryRules.checkAlias("a b"))
                .hasMessage(
                        "Invalid alias name: 'a b'. Names may only contain alphanumerics, underscores (_), and dashes (-).");
        assertThatThrownBy(() -> RegistryRules.checkAliasIsFree("V1"))
                .hasMessage("Version alias name 'V1' is reserved.");
        assertThatThrownBy(() -> RegistryRules.checkAliasIsFree("LaTest"))
                .hasMessage("'latest' alias name (case insensitive) is reserved.");
        assertThatThrownBy(() -> RegistryRules.checkTag("k", "v".repeat(100_001)))
                .hasMessage("'value' exceeds the maximum length of 100000 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b-c_d e:f/g", "ключ"})
    void tagKeysMayHoldLettersDigitsAndSomePunctuation(String key) {
        assertThatCode(() -> RegistryRules.checkTag(key, "v")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a#b", "a//b", "/a", "../a", "a/../b", "a/", "a$", "a\nb", ".", ""})
    void otherTagKeysAreRefused(String key) {
        assertThatThrownBy(() -> RegistryRules.checkTag(key, "v")).isInstanceOf(RegistryException.class);
    }
}
