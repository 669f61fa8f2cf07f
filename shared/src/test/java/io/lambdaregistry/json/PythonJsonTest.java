package io.lambdaregistry.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are what {@code json.dumps(json.loads(text))} of Python 3.13 answers. */
final class PythonJsonTest {

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "-7,-7",
        "12345678901234567890123,12345678901234567890123",
        "1.0,1.0",
        "-0.0,-0.0",
        "0.1,0.1",
        "1.50,1.5",
        "123456.789,123456.789",
        "1e5,100000.0",
        "1e15,1000000000000000.0",
        "9007199254740993.0,9007199254740992.0",
        "1e16,1e+16",
        "1.25e16,1.25e+16",
        "1e20,1e+20",
        "1e100,1e+100",
        "1.7976931348623157e308,1.7976931348623157e+308",
        "1e400,Infinity",
        "1e-4,0.0001",
        "0.00012,0.00012",
        "1e-5,1e-05",
        "1.5e-7,1.5e-07",
        "5e-324,5e-324",
        "2e-323,2e-323",
        "1e-323,1e-323",
        "10.0,10.0",
        "100,100",
        "NaN,NaN"
    })
    void numbersAreWrittenAsPythonDoes(String text, String written) {
        assertThat(PythonJson.text(Json.parse(text))).isEqualTo(written);
    }

    @Test
    void allElseHasSpacesBehindCommasAndColonsAndIsAscii() {
        String text = "{\"a\":[true,false,null,\"\u00fc\ud83d\ude00\u007f\\n\"],\"b\":{},\"c\":[]}";
        assertThat(PythonJson.text(Json.parse(text)))
                .isEqualTo("{\"a\": [true, false, null, \"\\u00fc\\ud83d\\ude00\\u007f\\n\"], \"b\": {}, \"c\": []}");
    }
}
