package io.lambdaregistry.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.HandlerInstances;
import io.lambdaregistry.local.gateway.FunctionLog;
import io.lambdaregistry.testing.AwsRegion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/** The schedule that keeps every function ready, and their answers to its event. */
@ExtendWith(AwsRegion.class)
@ParameterizedClass
@MethodSource("templates")
class StayTest {
    /** What AWS allows for all inline policies of a role together, without white space. */
    private static final int MOST_CHARACTERS_OF_POLICIES = 10_240;

    private static final List<String> CALLS = new ArrayList<>();

    private final SamTemplate template;

    StayTest(SamTemplate template) {
        this.template = template;
    }

    static List<SamTemplate> templates() {
        return SamTemplate.both();
    }

    private List<String> functions() {
        return List.copyOf(template.functions().keySet());
    }

    @Test
    void everyFunctionAnswersTheEventWithoutACallOfAws() throws Exception {
        for (String function : functions()) {
            answersTheEvent(function);
        }
    }

    private void answersTheEvent(String function) throws IOException {
        String handler = String.valueOf(template.properties(function).get("Handler"));
        RequestStreamHandler made =
                HandlerInstances.make(handler.substring(0, handler.indexOf("::")), Services.answeredBy(new NoAws()));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        made.handleRequest(
                new ByteArrayInputStream(Json.text(event()).getBytes(StandardCharsets.UTF_8)),
                answer,
                FunctionLog.CONSOLE.context("1", function));
        Map<?, ?> fields = (Map<?, ?>) Objects.requireNonNull(Json.parse(answer.toByteArray()));
        assertThat(fields.isEmpty() || Long.valueOf(204).equals(fields.get("statusCode")))
                .as(answer.toString(StandardCharsets.UTF_8))
                .isTrue();
        assertThat(CALLS).isEmpty();
    }

    private Map<String, Object> states() {
        Map<String, Object> definition = SamTemplate.child(template.properties("KeepReady"), "Definition");
        return SamTemplate.child(definition, "States");
    }

    private Map<String, Object> call() {
        Map<String, Object> each = SamTemplate.child(SamTemplate.child(states(), "CallEach"), "ItemProcessor");
        return SamTemplate.child(SamTemplate.child(each, "States"), "Call");
    }

    private Map<String, Object> event() {
        return SamTemplate.child(SamTemplate.child(call(), "Parameters"), "Payload");
    }

    @Test
    void everyFunctionIsCalledByItsAliasAndNothingElseIs() {
        List<?> called = SamTemplate.list(SamTemplate.child(states(), "Functions"), "Result");
        assertThat(called.stream().map(StayTest::arn))
                .containsExactlyInAnyOrderElementsOf(functions().stream()
                        .map(function -> "${" + function + ".Arn}:live")
                        .toList());
        assertThat(called)
                .allSatisfy(one -> assertThat(SamTemplate.map(one).containsKey("Fn::If"))
                        .isEqualTo(SamTemplate.child(template.resources(), functionOf(arn(one)))
                                .containsKey("Condition")));
        assertThat(Grant.allOf(template))
                .filteredOn(grant -> grant.policy().equals("KeepReadyRole"))
                .allMatch(grant -> grant.action().equals("lambda:InvokeFunction"))
                .extracting(Grant::resource)
                .containsExactlyInAnyOrderElementsOf(
                        functions().stream().map(function -> function + ":live").toList());
    }

    private static String arn(Object one) {
        Object chosen = SamTemplate.map(one).containsKey("Fn::If")
                ? SamTemplate.list(SamTemplate.map(one), "Fn::If").get(1)
                : one;
        return String.valueOf(SamTemplate.map(chosen).get("Fn::Sub"));
    }

    private static String functionOf(String arn) {
        return arn.replaceAll("\\$\\{(\\w+)\\.Arn}:live", "$1");
    }

    @Test
    void theRoleHasRoomForTheLongestNamesOfFunctions() {
        int longestArn =
                "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:".length() + 64 + "\":live\",".length();
        assertThat(functions().size() * longestArn + 200).isLessThan(MOST_CHARACTERS_OF_POLICIES);
    }

    /** SnapStart allows 14 days. */
    @Test
    void aCallThatFailsIsMadeAgainBeforeAVersionIsInactive() {
        assertThat(template.properties("KeepReadySchedule").get("ScheduleExpression"))
                .isEqualTo("rate(3 days)");
        assertThat(call()).containsKeys("Retry", "Catch");
    }

    /** An AWS that must not be called. */
    private static final class NoAws implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            CALLS.add(String.valueOf(request.httpRequest().getUri()));
            throw new IllegalStateException("called AWS");
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
