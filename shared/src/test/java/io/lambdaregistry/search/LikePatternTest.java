package io.lambdaregistry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.testing.CountedText;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** LIKE matches what its definition says, in a number of steps that is linear in the text. */
final class LikePatternTest {
    /** By the definition: a table of which beginnings of the pattern match which beginnings of the text. */
    private static boolean matchesByDefinition(String pattern, String text) {
        int[] p = pattern.codePoints().toArray();
        int[] t = text.codePoints().toArray();
        boolean[][] matches = new boolean[p.length + 1][t.length + 1];
        matches[0][0] = true;
        for (int i = 1; i <= p.length; i++) {
            for (int j = 0; j <= t.length; j++) {
                matches[i][j] = p[i - 1] == '%'
                        ? matches[i - 1][j] || (j > 0 && matches[i][j - 1])
                        : j > 0 && matches[i - 1][j - 1] && (p[i - 1] == '_' || p[i - 1] == t[j - 1]);
            }
        }
        return matches[p.length][t.length];
    }

    @Property(tries = 20_000)
    void aPatternMatchesWhatItsDefinitionSays(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
        assertThat(LikePattern.of(pattern).matches(text)).isEqualTo(matchesByDefinition(pattern, text));
        assertThat(LikePattern.folded(pattern).matches(text))
                .isEqualTo(matchesByDefinition(pattern.replace('B', 'b'), text.replace('B', 'b')));
    }

    @Property(tries = 300)
    void aTextIsReadOnceWhateverThePattern(@ForAll("patterns") String unit, @ForAll("texts") String part) {
        String pattern = unit.repeat(LikePattern.MAX_SEARCHED_WITH_WILDCARDS / Math.max(1, unit.length()));
        CountedText text = new CountedText(part.repeat(500));
        LikePattern.of(pattern).matches(text);
        LikePattern.of("%" + pattern + "%").matches(text);
        assertThat(text.reads()).isLessThanOrEqualTo(2L * 4 * text.length() + 8);
    }

    @Example
    void aLongRowOfOneLetterIsReadOnce() {
        CountedText text = new CountedText("a".repeat(100_000) + "b");
        assertThat(LikePattern.of("%" + "a".repeat(50_000) + "bc%").matches(text))
                .isFalse();
        assertThat(LikePattern.of("%" + "a".repeat(50_000) + "b").matches(text)).isTrue();
        assertThat(LikePattern.of("%" + "a%".repeat(50_000) + "c").matches(text))
                .isFalse();
        assertThat(text.reads()).isLessThanOrEqualTo(6L * text.length());
    }

    @Example
    void aPieceWithWildcardsThatWouldCostTooMuchIsRefused() {
        String piece = "a_".repeat(LikePattern.MAX_SEARCHED_WITH_WILDCARDS / 2);
        assertThat(LikePattern.of("%" + piece + "%").matches("ab".repeat(2_000)))
                .isTrue();
        assertThat(LikePattern.of(piece + "a%").matches("ab".repeat(2_000))).isTrue();
        assertThat(LikePattern.of("%" + "a".repeat(5_000) + "%").matches("a".repeat(5_000)))
                .isTrue();
        assertThatThrownBy(() -> LikePattern.of("%a_" + "%a_".repeat(512) + "%"))
                .isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> LikePattern.of("%" + piece + "a%"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("more than 1024 characters in the parts between two %");
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.of("a", "b", "B", "_", "%", "😀", "é")
                .list()
                .ofMaxSize(9)
                .map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "b", "B", "😀", "é").list().ofMaxSize(12).map(pieces -> String.join("", pieces));
    }
}
