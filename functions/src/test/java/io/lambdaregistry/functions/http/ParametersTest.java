package io.lambdaregistry.functions.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ParametersTest {

    private static Parameters body(String json) {
        return Parameters.of(new ApiRequest(
                "POST /",
                "POST",
                "/",
                Map.of(),
                Map.of(),
                Map.of("content-type", "application/json"),
                "",
                Optional.empty(),
                RequestBody.of(json, false)));
    }

    private static Parameters query(String name, String value) {
        return Parameters.of(new ApiRequest(
                "GET /",
                "GET",
                "/",
                Map.of(),
                Map.of(name, List.of(value)),
                Map.of(),
                "",
                Optional.empty(),
                RequestBody.EMPTY));
    }

    @Test
    void readingTagsEndsAtWhatIsOfTheWrongType() {
        assertThat(body("{\"tags\":[{\"key\":\"a\",\"value\":\"1\"},{\"key\":\"b\",\"value\":5},{\"key\":\"c\"}]}")
                        .keyValues("tags"))
                .isEqualTo(Map.of("a", "1", "b", ""));
        assertThat(body("{\"tags\":[5]}").keyValues("tags")).isEqualTo(Map.of("", ""));
    }

    @Test
    void aValueOfTheWrongTypeIsShownAsJsonInAscii() {
        assertThatThrownBy(() -> body("{\"name\":{\"ü\":[1,\"x\"]}}").string("name"))
                .hasMessageStartingWith("Invalid value {\"\\u00fc\":[1,\"x\"]} for parameter 'name' supplied");
    }

    @Test
    void aRequiredParameterInCamelCaseCountsAsMissing() {
        assertThat(body("{\"runId\":\"x\"}").string("run_id")).isEqualTo("x");
        assertThatThrownBy(() -> body("{\"newName\":\"x\"}").requiredString("new_name"))
                .hasMessageStartingWith("Missing value for required parameter 'new_name'.");
    }

    @Test
    void aParameterThatMlflowsSchemaDoesNotRequireIsTakenInCamelCase() {
        assertThat(body("{\"experimentId\":\"7\"}").requiredInAnySpelling("experiment_id"))
                .isEqualTo("7");
        assertThatThrownBy(() -> body("{\"experimentId\":null}").requiredInAnySpelling("experiment_id"))
                .hasMessageStartingWith("Missing value for required parameter 'experiment_id'.");
        assertThatThrownBy(() -> body("{\"runIds\":[\"x\"]}").requiredStrings("run_ids"))
                .hasMessageStartingWith("Missing value for required parameter 'run_ids'.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'run_id':'a','run_uuid':'b'}|a",
                "{'runId':'a','run_uuid':'b'}|a",
                "{'run_id':null,'run_uuid':'b'}|b",
                "{'run_uuid':'b'}|b",
                "{'run_id':'','run_uuid':'b'}|missing",
                "{'runId':'a'}|missing",
                "{'runUuid':'b'}|missing",
                "{'run_uuid':null}|missing"
            })
    void aRunIsNamedByItsIdOrByTheOlderNameOfIt(String json, String expected) {
        Parameters parameters = body(json.replace('\'', '"'));
        if (expected.equals("missing")) {
            assertThatThrownBy(parameters::runId)
                    .hasMessageStartingWith("Missing value for required parameter 'run_id'.");
        } else {
            assertThat(parameters.runId()).isEqualTo(expected);
        }
    }

    @Test
    void bothSpellingsTogetherAreRefusedAnywhereInABody() {
        Parameters metric = body("{\"metrics\":[{\"modelId\":null,\"model_id\":\"x\"}]}")
                .objects("metrics")
                .getFirst();
        assertThatThrownBy(() -> metric.string("model_id"))
                .hasMessage("Request specifies both 'model_id' and 'modelId'; provide only one of them.");
        assertThatThrownBy(() -> body("{\"newName\":null,\"new_name\":\"x\"}").requiredString("new_name"))
                .hasMessage("Request specifies both 'new_name' and 'newName'; provide only one of them.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'run_id':'x','runId':null}",
                "{'run_id':null,'runId':'x'}",
                "{'run_uuid':'x','runUuid':'x'}",
                "{'run_id':null,'runId':'x','run_uuid':'y'}"
            })
    void aRunIsNotNamedInBothSpellings(String json) {
        assertThatThrownBy(body(json.replace('\'', '"'))::runId).hasMessageStartingWith("Request specifies both 'run_");
    }

    @Test
    void whatNoOperationNamesMayHaveBothSpellings() {
        assertThat(body("{\"my_own\":1,\"myOwn\":2,\"run_id\":\"x\"}").runId()).isEqualTo("x");
    }

    @Test
    void whatMlflowKnowsAndNobodyReadsHasOneSpellingToo() {
        Parameters parameters = body("{\"page_token\":null,\"pageToken\":\"x\",\"run_id\":\"x\"}");
        assertThatThrownBy(() -> parameters.unread("run_id", "page_token"))
                .hasMessage("Request specifies both 'page_token' and 'pageToken'; provide only one of them.");
    }

    @Test
    void aQueryKnowsNoCamelCase() {
        assertThat(query("runId", "x").string("run_id")).isNull();
    }

    @Test
    void halfASurrogatePairIsNoText() {
        assertThatThrownBy(() -> body("{\"name\":\"\\ud800\"}").string("name"))
                .hasMessage(
                        "Invalid value for parameter 'name' supplied: it holds half of a surrogate pair, which is no character.");
    }

    @ParameterizedTest
    @CsvSource({"7,7", "1_0,10", "+1,1", "' 1 ',100"})
    void aLimitInAQueryIsReadAsMlflowReadsIt(String value, long expected) {
        assertThat(query("max_results", value).integerUpTo(1_000, "max_results", 100))
                .isEqualTo(expected);
    }

    @Test
    void aLimitThatIsTooHighIsOfTheWrongType() {
        assertThatThrownBy(() -> query("max_results", "1001").integerUpTo(1_000, "max_results", 100))
                .hasMessageStartingWith(
                        "Invalid value \"1001\" for parameter 'max_results' supplied:  Hint: Value was of type 'str'.");
        assertThat(body("{\"max_results\":1.5}").integerUpTo(1_000, "max_results", 100))
                .isEqualTo(100);
    }
}
