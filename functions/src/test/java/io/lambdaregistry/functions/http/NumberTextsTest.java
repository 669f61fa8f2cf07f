package io.lambdaregistry.functions.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected values come from protobuf 6's {@code json_format} under Python 3, with which MLflow's server reads requests. */
final class NumberTextsTest {
    @ParameterizedTest
    @CsvSource({
        "7,7",
        "7.0,7",
        "1e1,10",
        "1.5e1,15",
        "1.7e+12,1700000000000",
        "-2.0,-2",
        "+5,5",
        "1_0,10",
        "1_0.0,10",
        ".5e1,5",
        "5.,5",
        "٣.0,3",
        "-9223372036854775808,-9223372036854775808"
    })
    void anIntegerMayHaveAFractionOfZerosOrAnExponent(String text, long number) {
        assertThat(NumberTexts.integer(text)).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "7.5",
                "1e-1",
                "nan",
                "inf",
                "1e400",
                "9223372036854775808",
                "-9223372036854775809",
                "1d",
                "0x10",
                "7,0",
                "1e",
                "e1",
                "."
            })
    void whatIsNoIntegerOf64BitsIsNone(String text) {
        assertThat(NumberTexts.integer(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "0.5,0.5",
        "' 5 ',5",
        "1e-3,0.001",
        "1E+3,1000",
        "1_0.2_5,10.25",
        "1e400,Infinity",
        "INF,Infinity",
        "infinity,Infinity",
        "+Inf,Infinity",
        "-INF,-Infinity",
        "-Infinity,-Infinity",
        "NaN,NaN",
        "NAN,NaN"
    })
    void aNumberIsWhatPythonTakesForOne(String text, double number) {
        assertThat(NumberTexts.number(text)).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "1d", "1f", "1.0D", "0x1p3", "0x10", "1__0", "_1", "1_", "1_.5", "1._5", "1e1_", "--1", "1 0", "e5",
                ".", "+", "true"
            })
    void textThatOnlyJavaOrNobodyTakesForANumberIsNone(String text) {
        assertThat(NumberTexts.number(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1_", "0.", "_", "9e", "-"})
    void aLongTextNeedsNoStack(String piece) {
        NumberTexts.integer(piece.repeat(1_000_000));
        NumberTexts.number(piece.repeat(1_000_000));
    }
}
