package io.lambdaregistry.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.functions.snapstart.LambdaFunction;
import io.lambdaregistry.functions.snapstart.Rehearsal;
import io.lambdaregistry.functions.triggers.RegisterUploads;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.testing.AwsRegion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rehearsal of every function: the samples lead each operation to its end, up to a response. */
@ExtendWith(AwsRegion.class)
class RehearsalTest {
    /** The routes on which samples can only be refused: a webhook's host does not resolve in a rehearsal. */
    private static final Set<String> REFUSED = Set.of(
            "$default",
            "ANY /{api}/3.0/mlflow/workspaces",
            "ANY /{api}/3.0/mlflow/workspaces/{workspace_name}",
            "POST /{api}/2.0/mlflow/webhooks");

    static Stream<Class<? extends LambdaFunction>> functions() {
        return SamTemplate.both().stream()
                .flatMap(template -> template.functions().values().stream())
                .map(function -> String.valueOf(function.get("Handler")))
                .map(handler -> handler.substring(0, handler.indexOf("::")))
                .distinct()
                .map(RehearsalTest::classOf);
    }

    private static Class<? extends LambdaFunction> classOf(String name) {
        try {
            return Class.forName(name).asSubclass(LambdaFunction.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void aFunctionAnswersItsSamples(Class<? extends LambdaFunction> function) throws Exception {
        Rehearsal.of(function).forEach((routeKey, answers) -> {
            List<String> texts = answers.stream()
                    .map(answer -> new String(answer, StandardCharsets.UTF_8))
                    .toList();
            assertThat(texts).as(routeKey).noneMatch(answer -> answer.contains(ErrorCode.INTERNAL_ERROR.name()));
            if (!REFUSED.contains(routeKey)) {
                assertThat(texts).as(routeKey).anyMatch(RehearsalTest::isGood);
            }
        });
    }

    private static boolean isGood(String answer) {
        Map<?, ?> fields = (Map<?, ?>) Objects.requireNonNull(Json.parse(answer));
        return !(fields.get("statusCode") instanceof Long status) || status < 300;
    }

    @Test
    void theSampleOfAnUploadIsRegistered() throws Exception {
        List<byte[]> answers =
                Objects.requireNonNull(Rehearsal.of(RegisterUploads.class).get(""));
        assertThat(answers.getFirst()).asString().isEqualTo("{}");
    }
}
