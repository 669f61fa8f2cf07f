package io.lambdaregistry.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PythonIntegersTest {
    @ParameterizedTest
    @CsvSource({
        "7,7",
        "' 7\n',7",
        "007,7",
        "+7,7",
        "-7,-7",
        "1_0,10",
        "٣٤,34",
        "𝟗,9",
        "9223372036854775807,9223372036854775807",
        "-9223372036854775808,-9223372036854775808"
    })
    void readsWhatPythonReads(String text, long number) {
        assertThat(PythonIntegers.parse(text, -1)).hasValue(number);
        assertThat(PythonIntegers.parseExact(text)).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "+", "-", "_1", "1_", "1__0", "+_1", "+-1", "1.0", "1e3", "0x1", "1 0", "²", "a"})
    void textThatPythonRefusesIsNoInteger(String text) {
        assertThat(PythonIntegers.parse(text, -1)).isEmpty();
        assertThat(PythonIntegers.isInteger(text)).isFalse();
    }

    @Test
    void anIntegerOfMoreThan64BitsIsBeyond() {
        assertThat(PythonIntegers.parse("9223372036854775808", -1)).hasValue(-1);
        assertThat(PythonIntegers.parse("1".repeat(4_300), -1)).hasValue(-1);
        assertThat(PythonIntegers.parseExact("9223372036854775808")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1_", "0", "9_"})
    void aTextOfMoreDigitsThanPythonConvertsIsNoneHoweverLongItIs(String piece) {
        assertThat(PythonIntegers.parse(piece.repeat(4_301) + "1", -1)).isEmpty();
        assertThat(PythonIntegers.parse(piece.repeat(5_000_000) + "1", -1)).isEmpty();
    }
}
