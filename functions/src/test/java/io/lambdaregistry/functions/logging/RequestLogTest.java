package io.lambdaregistry.functions.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.functions.http.HandlerCall;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.metering.Meter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

final class RequestLogTest {
    private final HandlerCall.Log written = new HandlerCall.Log();
    private RequestLog log;

    @BeforeEach
    void begin() {
        log = with(Optional.empty());
    }

    private RequestLog with(Optional<EmbeddedMetrics> metrics) {
        return new RequestLog("GetRun", HandlerCall.context(written), metrics);
    }

    private Map<?, ?> line() {
        return (Map<?, ?>) Objects.requireNonNull(Json.parse(written.lines().getLast()));
    }

    @Test
    void aLineHasTheOperationItsOutcomeAndItsCost() throws Exception {
        log.received("GetRun", "id-of-api", "iam");
        log.around(() -> {
            Meter.callsDynamoDb();
            Meter.callsS3();
            Meter.read(1.5);
            Meter.wrote(4);
            log.answered(200);
        });
        assertThat(line().keySet())
                .hasToString(
                        "[timestamp, level, operation, requestId, apiRequestId, caller, status, latency, errors, throttles,"
                                + " calls, s3Calls, steps, readUnits, writeUnits, coldStarts]");
        assertThat(Json.text(line()))
                .contains(
                        "\"level\":\"INFO\",\"operation\":\"GetRun\",\"requestId\":\"request-1\","
                                + "\"apiRequestId\":\"id-of-api\",\"caller\":\"iam\",\"status\":200,",
                        "\"errors\":0,\"throttles\":0,\"calls\":2,\"s3Calls\":1,\"steps\":2,\"readUnits\":1.5,"
                                + "\"writeUnits\":4.0");
    }

    @Test
    void aRefusalHasItsCodeAndIsNoError() throws Exception {
        log.around(() -> log.refused(ErrorCode.RESOURCE_DOES_NOT_EXIST));
        assertThat(Json.text(line()))
                .contains(
                        "\"level\":\"INFO\"",
                        "\"status\":404,\"errorCode\":\"RESOURCE_DOES_NOT_EXIST\"",
                        "\"errors\":0");
    }

    @Test
    void aFailureThatNoCallerCanCorrectIsAnError() throws Exception {
        log.around(() -> log.refused(ErrorCode.TEMPORARILY_UNAVAILABLE));
        assertThat(Json.text(line())).contains("\"level\":\"ERROR\"", "\"status\":503", "\"errors\":1");
    }

    @Test
    void aResponseThatEndsEarlyHasALineToo() {
        assertThatThrownBy(() -> log.around(() -> {
                    log.answered(200);
                    throw new IOException("the sender is gone");
                }))
                .isInstanceOf(IOException.class);
        assertThat(Json.text(line())).contains("\"status\":200,\"brokenOff\":true");
    }

    @Test
    void messagesOfAQueueAreCounted() throws Exception {
        log.around(() -> log.workedOff(10, 1));
        assertThat(Json.text(line()))
                .contains("\"level\":\"INFO\"", "\"messages\":10,\"messagesLeft\":1", "\"errors\":0")
                .doesNotContain("status");
        log.failed(new IllegalStateException());
        log.around(() -> log.workedOff(10, 1));
        assertThat(Json.text(line())).contains("\"level\":\"ERROR\"", "\"errors\":1");
    }

    @Test
    void onlyTheFirstCallOfAProcessIsACold() throws Exception {
        log.around(() -> log.answered(200));
        begin();
        log.around(() -> log.answered(200));
        assertThat(line().get("coldStarts")).isEqualTo(0L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theMetricsKeepTheRulesOfCloudWatch(boolean byOperation) throws Exception {
        RequestLog metered = with(Optional.of(EmbeddedMetrics.in("model-registry", byOperation)));
        metered.around(() -> metered.refused(ErrorCode.INTERNAL_ERROR));
        assertThat(EmbeddedMetricFormat.metricsOf(written.lines().getLast()))
                .containsExactly("latency", "errors", "throttles", "calls", "readUnits", "writeUnits", "coldStarts");
        assertThat(Json.text(line())).contains("\"Dimensions\":" + (byOperation ? "[[],[\"operation\"]]" : "[[]]"));
    }

    @Test
    void aLineIsOne() throws Exception {
        RequestLog metered = with(Optional.of(EmbeddedMetrics.in("model-registry", true)));
        metered.around(() -> metered.answered(200));
        assertThat(new String(written.lines().getLast(), StandardCharsets.UTF_8))
                .doesNotContain("\n");
    }

    @Test
    void aFailureIsLoggedByItsPlacesAndWhatAwsAnsweredAndNotByItsMessages() {
        AwsServiceException answer = AwsServiceException.builder()
                .message("the value 'secret' is too long")
                .statusCode(400)
                .requestId("id-of-aws")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("DynamoDb")
                        .errorCode("ValidationException")
                        .errorMessage("secret")
                        .build())
                .build();
        log.failed(new IllegalStateException("secret", answer));
        assertThat(written.words())
                .startsWith(
                        "GetRun failed, request request-1: java.lang.IllegalStateException\n\tat io.lambdaregistry.")
                .contains("\ncaused by software.amazon.awssdk.awscore.exception.AwsServiceException (DynamoDb 400"
                        + " ValidationException, request id-of-aws)")
                .doesNotContain("secret");
    }
}
