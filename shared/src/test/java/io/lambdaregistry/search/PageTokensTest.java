package io.lambdaregistry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.RegistryException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageTokensTest {
    private final PageTokens tokens = new PageTokens(() -> new byte[32]);

    @Test
    void aTokenHoldsItsPositionWhateverCharactersThatHas() {
        List<String> position = List.of("12", "na:me\u001f/😀", "");
        assertThat(tokens.read("search", tokens.issue("search", position))).isEqualTo(position);
        assertThat(tokens.read("search", tokens.issue("search", List.of()))).isEmpty();
    }

    @Test
    void aTokenOfAnotherSearchOrRegistryIsRefused() {
        String token = tokens.issue("name = 'a'", List.of("a"));
        PageTokens others = new PageTokens(() -> new byte[] {1});
        assertThatThrownBy(() -> tokens.read("name = 'b'", token)).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> others.read("name = 'a'", token)).isInstanceOf(RegistryException.class);
    }

    @Test
    void aTokenThatWasTamperedWithIsRefusedWhereverItWas() {
        String token = tokens.issue("search", List.of("a", "b"));
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'Q' : 'A';
            String tampered = token.substring(0, i) + other + token.substring(i + 1);
            assertThatThrownBy(() -> tokens.read("search", tampered)).isInstanceOf(RegistryException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "!!!", "AAAA", "eyJvZmZzZXQiOiAxMH0="})
    void garbageIsRefused(String token) {
        assertThatThrownBy(() -> tokens.read("search", token))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith("Invalid page token");
    }
}
