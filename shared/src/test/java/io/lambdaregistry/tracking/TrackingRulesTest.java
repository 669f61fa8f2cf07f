package io.lambdaregistry.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.Quoted;
import io.lambdaregistry.error.RegistryException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrackingRulesTest {
    @ParameterizedTest
    @CsvSource({"0,0", "' 12 ',12", "+7,7", "007,7", "1_0,10", "-3,-3", "１２,12", "99999999999999999999,-1"})
    void idsAreReadAsPythonReadsIntegers(String text, long id) {
        assertThat(TrackingRules.experimentId(text)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "1.0", "1 2", "0x1", "_1"})
    void textThatIsNoIntegerIsNoId(String text) {
        assertThatThrownBy(() -> TrackingRules.experimentId(text))
                .hasMessage("Invalid experiment ID '" + text + "'. Experiment ID must be a valid integer.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "a b", "val:loss", "a.b-c_d", "größe", "日本"})
    void keysThatAreAllowed(String key) {
        assertThatCode(() -> TrackingRules.checkedParam("", new Param(key, ""))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a!", "../a", "/a", "a//b", ".", "a/./b", "a/", "a#b", "a\nb"})
    void keysThatAreRefused(String key) {
        assertThatThrownBy(() -> TrackingRules.checkedTag("tags[2].", new Tag(key, "")))
                .hasMessageStartingWith(
                        "Invalid value " + Quoted.text(key) + " for parameter 'tags[2].key' supplied: Names may");
    }

    @Test
    void longValuesOfRunsAreCutAndThoseOfExperimentsRefused() {
        String text = "😀".repeat(8_001);
        assertThat(TrackingRules.checkedTag("", new Tag("k", text)).value()).isEqualTo("😀".repeat(8_000));
        assertThat(TrackingRules.checkedParam("", new Param("k", text)).value()).isEqualTo("😀".repeat(6_000));
        assertThatThrownBy(() -> TrackingRules.checkExperimentTag("k", "x".repeat(20_001)))
                .hasMessage("'value' exceeds the maximum length of 20000 characters");
    }

    @Test
    void longKeysAreRefused() {
        assertThatThrownBy(() -> TrackingRules.checkMetric("", new Metric("k".repeat(251), 1, 0, 0)))
                .hasMessage("'Metric name' exceeds the maximum length of 250 characters");
        assertThatThrownBy(() -> TrackingRules.checkExperimentName("n".repeat(501)))
                .hasMessage("'name' exceeds the maximum length of 500 characters");
    }

    @Test
    void timestampsAreNotNegative() {
        assertThatThrownBy(() -> TrackingRules.checkMetric("metrics[0].", new Metric("a", 1, -1, 0)))
                .hasMessage("Invalid value -1 for parameter 'metrics[0].timestamp' supplied: metric 'a' (value=1.0)."
                        + " Timestamp must be a nonnegative long (64-bit integer) ");
    }

    @Test
    void batchesAreLimited() {
        assertThatCode(() -> TrackingRules.checkBatchSizes(800, 100, 100)).doesNotThrowAnyException();
        assertThatThrownBy(() -> TrackingRules.checkBatchSizes(1_001, 0, 0))
                .hasMessage("A batch logging request can contain at most 1000 metrics. Got 1001 metrics."
                        + " Please split up metrics across multiple requests and try again.");
        assertThatThrownBy(() -> TrackingRules.checkBatchSizes(0, 101, 0)).hasMessageContaining("100 params");
        assertThatThrownBy(() -> TrackingRules.checkBatchSizes(0, 0, 101)).hasMessageContaining("100 tags");
        assertThatThrownBy(() -> TrackingRules.checkBatchSizes(801, 100, 100))
                .hasMessageContaining("1000 metrics, params, and tags");
    }

    @Test
    void aParamIsGivenOnce() {
        List<Param> twice = List.of(new Param("d", "1"), new Param("e", "1"), new Param("d", "1"));
        assertThatThrownBy(() -> TrackingRules.checkParamKeysUnique(twice))
                .hasMessageStartingWith("Duplicate parameter keys have been submitted: ['d'].");
        assertThatThrownBy(() -> TrackingRules.uniqueParams(twice))
                .extracting(e -> ((RegistryException) e).code())
                .isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @Test
    void aSearchIsInABoundedNumberOfExperiments() {
        assertThat(TrackingRules.searchedExperiments(List.of("7", "07", "8"))).containsExactly(7L, 8L);
        assertThat(TrackingRules.searchedExperiments(Collections.nCopies(10_000, "7")))
                .containsExactly(7L);
        List<String> many = Collections.nCopies(10_001, "7");
        assertThatThrownBy(() -> TrackingRules.searchedExperiments(many))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("at most 10000 experiments. Got 10001");
    }
}
