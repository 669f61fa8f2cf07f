package io.lambdaregistry.functions.triggers;

import com.amazonaws.services.lambda.runtime.Context;
import io.lambdaregistry.access.Caller;
import io.lambdaregistry.access.Principal;
import io.lambdaregistry.functions.logging.RequestLog;
import io.lambdaregistry.functions.snapstart.LambdaFunction;
import io.lambdaregistry.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The base of functions that receive records of a queue or a stream, and return the ids of the records that are to be retried.
 *
 * @see
 *     <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting">
 *     partial batch responses</a>
 */
public abstract class TriggerHandler extends LambdaFunction {
    /**
     * Handles the records, in order.
     *
     * @return the ids of the records that failed: their {@code messageId}, or {@code dynamodb.SequenceNumber}
     */
    protected abstract List<String> handle(List<Map<?, ?>> records, RequestLog log);

    /** The records of the event. */
    protected List<Map<?, ?>> records(Map<?, ?> event) {
        List<Map<?, ?>> records = new ArrayList<>();
        if (event.get("Records") instanceof List<?> list) {
            list.forEach(record -> records.add((Map<?, ?>) record));
        }
        return records;
    }

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        RequestLog log = new RequestLog(getClass().getSimpleName(), context);
        log.around(() -> handle(input, output, log));
    }

    private void handle(InputStream input, OutputStream output, RequestLog log) throws IOException {
        Map<?, ?> event = Json.parse(input.readAllBytes()) instanceof Map<?, ?> map ? map : Map.of();
        if (STAY.equals(event.get("routeKey"))) {
            log.stayed();
            output.write("{}".getBytes(StandardCharsets.US_ASCII));
            return;
        }
        List<Map<?, ?>> records = records(event);
        List<String> again = Caller.as(Principal.REGISTRY, () -> handle(records, log));
        log.workedOff(records.size(), again.size());
        output.write(Json.object(answer ->
                        answer.list("batchItemFailures", again, (failure, id) -> failure.field("itemIdentifier", id)))
                .getBytes(StandardCharsets.UTF_8));
    }

    /** Runs a piece of work and returns its result, or false where it throws; the failure is logged. */
    @SuppressWarnings("CatchingUnchecked") // one record's failure must not fail the others
    protected static boolean isDone(BooleanSupplier work, RequestLog log) {
        try {
            return work.getAsBoolean();
        } catch (RuntimeException failure) {
            log.failed(failure);
            return false;
        }
    }

    protected static String text(Map<?, ?> object, String... path) {
        Object value = object;
        for (String name : path) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value == null ? "" : value.toString();
    }
}
