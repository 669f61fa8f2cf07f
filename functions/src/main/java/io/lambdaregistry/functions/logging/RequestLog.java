package io.lambdaregistry.functions.logging;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import com.fasterxml.jackson.core.JsonGenerator;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.metering.Meter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log line of one call of a function: the operation, its result, its duration and its cost. The line contains only
 * values that the registry itself produces and nothing that a caller sent: no path, no query, no header, no name, no value.
 *
 * <p>The line is written as bytes, which Lambda does not reformat, so that CloudWatch finds the metrics in it. An unexpected
 * failure is logged as a text beside it, with its code positions.
 */
public final class RequestLog {
    static final String OPERATION = "operation";
    static final String LATENCY = "latency";
    static final String ERRORS = "errors";
    static final String THROTTLES = "throttles";
    static final String CALLS = "calls";
    static final String READ_UNITS = "readUnits";
    static final String WRITE_UNITS = "writeUnits";
    static final String COLD_STARTS = "coldStarts";

    private static volatile boolean cold = true;

    private final Context context;
    private final Optional<EmbeddedMetrics> metrics;
    private final Meter meter = new Meter();
    private final long began = System.nanoTime();
    private String operation;
    private String apiRequestId = "";
    private String caller = "none";
    private int status;
    private @Nullable ErrorCode error;
    private boolean failed;
    private int messages;
    private int messagesLeft;

    /** @param operation the function's name, used until the request names an operation */
    public RequestLog(String operation, Context context) {
        this(operation, context, EmbeddedMetrics.OF_ENVIRONMENT);
    }

    RequestLog(String operation, Context context, Optional<EmbeddedMetrics> metrics) {
        this.operation = operation;
        this.context = context;
        this.metrics = metrics;
    }

    /** Makes the next call count as the first (the cold start): the calls so far were rehearsals. */
    public static void afterRehearsal() {
        cold = true;
    }

    /** The work of one call of a function. */
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }

    /** Runs the work, measures it, and writes its log line, also when it fails. */
    public void around(Work work) throws IOException {
        boolean ended = false;
        try {
            meter.measure(() -> {
                work.run();
                return meter;
            });
            ended = true;
        } finally {
            context.getLogger().log(line(ended), isError() ? LogLevel.ERROR : LogLevel.INFO);
        }
    }

    /**
     * Records the operation and where the request came from.
     *
     * @param kindOfCaller how the caller was authenticated, not the caller's identity
     */
    public void received(String operationOfRequest, String idOfApi, String kindOfCaller) {
        operation = operationOfRequest;
        apiRequestId = idOfApi;
        caller = kindOfCaller;
    }

    public void answered(int withStatus) {
        status = withStatus;
    }

    /** Records that this call only kept the function ready, and was no operation's. */
    public void stayed() {
        operation = "Stay";
        status = 204;
    }

    public void refused(ErrorCode code) {
        status = code.httpStatus();
        error = code;
    }

    /**
     * Records the result of a batch of queue messages, for a call that is no request.
     *
     * @param left the number of messages that are to be retried
     */
    public void workedOff(int count, int left) {
        messages = count;
        messagesLeft = left;
    }

    /** Records an unexpected failure, which the caller cannot correct. */
    public void failed(Throwable failure) {
        failed = true;
        context.getLogger()
                .log(
                        operation + " failed, request " + context.getAwsRequestId() + ": " + FailureText.of(failure),
                        LogLevel.ERROR);
    }

    /** Logs a text at INFO. It must contain no value that a caller sent. */
    public void note(String what) {
        context.getLogger().log(what, LogLevel.INFO);
    }

    private boolean isError() {
        return failed || (error != null && error.httpStatus() >= 500);
    }

    private byte[] line(boolean ended) throws IOException {
        Meter.Reading cost = meter.reading();
        boolean first = cold;
        cold = false;
        Instant now = Instant.now();
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = Json.generator(line)) {
            json.writeStartObject();
            json.writeStringField("timestamp", now.toString());
            json.writeStringField("level", isError() ? "ERROR" : "INFO");
            json.writeStringField(OPERATION, operation);
            json.writeStringField("requestId", context.getAwsRequestId());
            if (messages > 0) {
                json.writeNumberField("messages", messages);
                json.writeNumberField("messagesLeft", messagesLeft);
            } else {
                json.writeStringField("apiRequestId", apiRequestId);
                json.writeStringField("caller", caller);
                json.writeNumberField("status", status);
            }
            if (error != null) {
                json.writeStringField("errorCode", error.name());
            }
            if (!ended) {
                json.writeBooleanField("brokenOff", true);
            }
            json.writeNumberField(LATENCY, Math.round((System.nanoTime() - began) / 1e3) / 1e3);
            json.writeNumberField(ERRORS, isError() ? 1 : 0);
            json.writeNumberField(THROTTLES, cost.throttles());
            json.writeNumberField(CALLS, cost.calls());
            json.writeNumberField("s3Calls", cost.s3Calls());
            json.writeNumberField("steps", cost.steps());
            json.writeNumberField(READ_UNITS, cost.readUnits());
            json.writeNumberField(WRITE_UNITS, cost.writeUnits());
            json.writeNumberField(COLD_STARTS, first ? 1 : 0);
            if (metrics.isPresent()) {
                json.writeObjectFieldStart("_aws");
                json.writeNumberField("Timestamp", now.toEpochMilli());
                json.writeFieldName("CloudWatchMetrics");
                json.writeRawValue(metrics.get().directives());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return line.toByteArray();
    }
}
