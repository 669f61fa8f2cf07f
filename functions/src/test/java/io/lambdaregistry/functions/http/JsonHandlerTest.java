package io.lambdaregistry.functions.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.json.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The behaviour that all operations share: how parameters are read, and how errors are returned. */
final class JsonHandlerTest {
    /** Answers the parameters that it was given. */
    private static final class Echo extends JsonHandler {
        @Override
        protected JsonBody answer(Parameters parameters) {
            String name = parameters.requiredString("name");
            List<String> orderBy = parameters.strings("order_by");
            Long max = parameters.integer("max_results");
            return writer ->
                    writer.field("name", name).strings("order_by", orderBy).field("max", max);
        }
    }

    private static final class Failing extends JsonHandler {
        @Override
        protected JsonBody answer(Parameters parameters) {
            throw new IllegalStateException("secret internals");
        }
    }

    private static HandlerCall.Answer post(String body) throws Exception {
        return HandlerCall.of("POST", "/api/2.0/mlflow/echo")
                .pathParameter("api", "api")
                .header("content-type", "application/json")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .to(new Echo());
    }

    private static HandlerCall.Answer get(String query) throws Exception {
        return HandlerCall.of("GET", "/api/2.0/mlflow/echo?" + query)
                .pathParameter("api", "api")
                .to(new Echo());
    }

    @Test
    void aBodyInSnakeOrCamelCaseIsRead() throws Exception {
        assertThat(post("{\"name\": \"a\", \"order_by\": [\"x\"]}").text())
                .isEqualTo("{\"name\":\"a\",\"order_by\":[\"x\"]}");
        assertThat(post("{\"name\": \"a\", \"orderBy\": [\"x\"]}").text())
                .isEqualTo("{\"name\":\"a\",\"order_by\":[\"x\"]}");
    }

    @Test
    void aQueryMayRepeatAParameterWhoseValuesHoldCommas() throws Exception {
        assertThat(get("name=a%20b&order_by=x%2Cy&order_by=z&max_results=5").text())
                .isEqualTo("{\"name\":\"a b\",\"order_by\":[\"x,y\",\"z\"],\"max\":5}");
    }

    @ParameterizedTest
    @CsvSource({
        "name=a%20LIKE%20'm%', a LIKE 'm%'",
        "name=%%20%, % %",
        "name=a+b%zz%2b%, a b%zz+%",
        "name=50%%20off, 50% off",
        "n%61me=%C3%BC%4, ü%4",
    })
    void aPercentSignThatIsNoEscapeStandsForItselfBesideOthersThatAre(String query, String value) throws Exception {
        assertThat(get(query).text()).isEqualTo("{\"name\":\"" + value + "\"}");
    }

    @Test
    void aDeliveryOfAWebhookIsNoRequest() throws Exception {
        HandlerCall.Answer answer = HandlerCall.of("GET", "/api/2.0/mlflow/echo?name=a")
                .pathParameter("api", "api")
                .header("X-MLflow-Delivery-Id", "1")
                .to(new Echo());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("BAD_REQUEST", "webhook");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{bad", "{\"name\": null}", "{\"name\": \"\"}"})
    void aMissingParameterIsReportedInMlflowsWords(String body) throws Exception {
        HandlerCall.Answer answer = post(body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .contains(
                        "Missing value for required parameter 'name'. See the API docs for more information about request parameters.");
    }

    @Test
    void aWrongTypeIsReportedInMlflowsWords() throws Exception {
        assertThat(post("{\"name\": 5}").text())
                .contains("Invalid value 5 for parameter 'name' supplied:  Hint: Value was of type 'int'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "5", "true", "\"x\\\"\""})
    void aBodyThatIsNoObjectIsRefused(String body) throws Exception {
        assertThat(post(body).status()).isEqualTo(400);
    }

    @Test
    void aPostMustBeJson() throws Exception {
        HandlerCall.Answer answer = HandlerCall.of("POST", "/api/2.0/mlflow/echo")
                .header("content-type", "text/plain")
                .body("{\"name\": \"a\"}".getBytes(StandardCharsets.UTF_8))
                .to(new Echo());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("Content-Type must be one of ['application/json']");
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedBeforeItIsHeld() throws Exception {
        HandlerCall.Answer answer = post("{\"name\": \"" + "x".repeat(RequestBody.MOST_BYTES_HELD) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).contains("REQUEST_LIMIT_EXCEEDED");
    }

    @Test
    void anotherRootThanTheApisIsAnUnknownEndpoint() throws Exception {
        HandlerCall.Answer answer = HandlerCall.of("GET", "/foo/2.0/mlflow/echo?name=a")
                .pathParameter("api", "foo")
                .to(new Echo());
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("ENDPOINT_NOT_FOUND");
    }

    @Test
    void aFailureIsReportedWithoutItsInternalsAndItsPlacesAreLogged() throws Exception {
        HandlerCall.Log log = new HandlerCall.Log();
        HandlerCall.Answer answer =
                HandlerCall.of("GET", "/api/2.0/mlflow/echo?name=a").to(new Failing(), log);
        assertThat(log.words()).startsWith("Failing failed, request request-1").contains("JsonHandlerTest.java:");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("INTERNAL_ERROR").doesNotContain("secret", "IllegalState", "java");
    }

    @Test
    void aRefusalHasMlflowsShape() {
        String error = ((ApiResponse.Text)
                        ApiResponse.error(RegistryException.notFound("gone").code(), "gone"))
                .text();
        assertThat(Json.parse(error))
                .isEqualTo(Map.of(
                        "error_code", "RESOURCE_DOES_NOT_EXIST",
                        "message", "gone",
                        "sqlstate", "KAM00",
                        "error_class", "RESOURCE_NOT_FOUND"));
    }

    private static final class Overflowing extends JsonHandler {
        @Override
        protected JsonBody answer(Parameters parameters) {
            return parameters.has("name") ? answer(parameters) : writer -> {};
        }
    }

    private static final class Exhausted extends JsonHandler {
        @Override
        protected JsonBody answer(Parameters parameters) {
            throw new OutOfMemoryError("secret internals");
        }
    }

    @Test
    void anErrorOfTheMachineIsAnAnswerToo() throws Exception {
        HandlerCall.Answer deep =
                HandlerCall.of("GET", "/api/2.0/mlflow/echo?name=a").to(new Overflowing());
        assertThat(deep.status()).isEqualTo(400);
        assertThat(deep.text()).contains("INVALID_PARAMETER_VALUE");
        HandlerCall.Answer large =
                HandlerCall.of("GET", "/api/2.0/mlflow/echo?name=a").to(new Exhausted());
        assertThat(large.status()).isEqualTo(500);
        assertThat(large.text()).contains("INTERNAL_ERROR").doesNotContain("secret");
    }

    @Test
    void aBodyBeyondTheLimitsOfJsonIsRefusedWithTheLimits() throws Exception {
        for (String body :
                List.of("[".repeat(200), "{\"" + "n".repeat(20_000) + "\":1}", "{\"n\":" + "1".repeat(5_000) + "}")) {
            HandlerCall.Answer answer = post(body);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("INVALID_PARAMETER_VALUE", "100 levels, names of 10,000 characters");
        }
    }

    @Test
    void aQueryHasABoundedNumberOfNames() throws Exception {
        assertThat(get("name=a" + names(999)).status()).isEqualTo(200);
        HandlerCall.Answer answer = get("name=a" + names(1_000));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("more than 1000 parameters");
    }

    @Test
    void aNameInAQueryMayHaveAThousandValues() throws Exception {
        assertThat(get("name=a" + "&x=1".repeat(1_000)).status()).isEqualTo(200);
    }

    private static String names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "&x" + i + "=1").collect(Collectors.joining());
    }

    @Test
    void aBodyThatIsNotUtf8IsRefusedHoweverItArrives() throws Exception {
        byte[] latin1 = "{\"name\": \"München\"}".getBytes(StandardCharsets.ISO_8859_1);
        HandlerCall call = HandlerCall.of("POST", "/api/2.0/mlflow/echo").header("content-type", "application/json");
        assertThat(call.body(latin1).to(new Echo()).status()).isEqualTo(400);
        assertThat(call.text("{\"name\": \"M\uFFFDnchen\"}").to(new Echo()).status())
                .isEqualTo(400);
        assertThat(call.text("{\"name\": \"München\"}").to(new Echo()).text()).contains("München");
        assertThat(call.text("{\"name\": \"\\ufffd\"}").to(new Echo()).text()).contains("\uFFFD");
    }
}
