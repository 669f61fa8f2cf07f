package io.lambdaregistry.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** The expected values are those of PyYAML, but for scalars, which it makes numbers, bytes and times of. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "x: !!binary 3q2+7w==|{x=3q2+7w==}",
                "x: !!set {eu, us: null}|{x={eu=, us=null}}",
                "x: !!timestamp 2026-01-15|{x=2026-01-15}",
                "x: !!float 1|{x=1}",
                "x: !!int 7|{x=7}",
                "x: !!bool yes|{x=yes}",
                "x: !!null ''|{x=}",
                "x: !!str 5|{x=5}",
                "x: ! 5|{x=5}",
                "x: !!seq [a]|{x=[a]}",
                "x: !!omap [a: 1, b: 2]|{x=[{a=1}, {b=2}]}",
                "x: !!pairs [a: 1, a: 2]|{x=[{a=1}, {a=2}]}",
                "!!map {a: !!map {b: c}}|{a={b=c}}",
                "!<tag:yaml.org,2002:map> {a: b}|{a=b}",
                "{a: 1, a: 2}|{a=2}",
                "{x: &b {k: 1, l: 2}, y: {<<: *b, k: 3}}|{x={k=1, l=2}, y={k=3, l=2}}",
                "{y: {k: 3, <<: {k: 1, l: 2}}}|{y={k=3, l=2}}",
                "{y: {<<: [{k: 1}, {k: 2, l: 2}]}}|{y={k=1, l=2}}",
                "{y: {<<: {<<: {k: 1}, l: 2}}}|{y={k=1, l=2}}",
                "{'<<': text}|{<<=text}",
                "{<<: {a: 1}, <<: {a: 2}}|{a=1}",
                "{&k key: 1, y: {*k : 2}}|{key=1, y={key=2}}",
            })
    void scalarsAreReadAsYamlDefinesThem(String text, String value) {
        assertThat(Yaml.parse(text)).asString().isEqualTo(value);
    }

    @Test
    void aValueMayBeNamedAsOftenAsItIsNeeded() {
        StringBuilder text = new StringBuilder("all: &id001 [age, height]\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("step%d: *id001\n".formatted(i));
        }
        assertThat((Map<?, ?>) Yaml.parse(text.toString())).hasSize(10_001);
    }

    @Test
    void aBombOfMergesIsRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 {k: v}\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d {<<: [*a%d, *a%d]}\n".formatted(i, i, i - 1, i - 1));
        }
        assertRefused(bomb.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: [",
                "a: 1\n b: 2",
                "\tfoo: bar",
                "a: 1\n---\nb: 2",
                "!!python/object/apply:os.system ['touch /tmp/pwned']",
                "x: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ['http://x/']]]]",
                "x: !!python/tuple [1, 2]",
                "x: !!python/name:os.system ''",
                "x: !mine 7",
                "x: !!foo 7",
                "x: !!value 7",
                "x: !!set [a]",
                "x: !!omap {a: 1}",
                "x: !!int {a: 1}",
                "x: !!map text",
                "? !!python/tuple [a]\n: b",
                "<<: text",
                "<<: [{a: 1}, text]",
                "a: &a {<<: *a}",
                "&a [*a]",
                "&a {k: *a}",
                "? [a, b]\n: c",
                "{x: &b [1], *b : 2}",
                "a: \u0007",
            })
    void aDocumentThatIsNotPlainDataIsRefused(String text) {
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
    void aDocumentThatNestsTooDeepIsRefusedBeforeItFillsTheStack(String opening) {
        assertRefused(opening.repeat(300_000));
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> Yaml.parse(text))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
                .hasMessageStartingWith("The YAML cannot be read: ");
    }
}
