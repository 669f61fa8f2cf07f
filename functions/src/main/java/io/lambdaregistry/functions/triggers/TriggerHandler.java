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
 * The base of functions that get records, of a queue or a stream, and answer which of them are to come again.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting">
 *     partial batch responses</a>
 */
public abstract class TriggerHandler extends LambdaFunction {
    /**
     * Works on the records, in order.
     *
     * @return what tells those that failed from the others: their {@code messageId}, or {@code dynamodb.SequenceNumber}
     */
    protected abstract List<String> handle(List<Map<?, ?>> records, RequestLog log);

    /** Those that the event brings. */
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
        List<Map<?, ?>> records =
                Json.parse(input.readAllBytes()) instanceof Map<?, ?> event ? records(event) : List.of();
        List<String> again = Caller.as(Principal.REGISTRY, () -> handle(records, log));
        log.workedOff(records.size(), again.size());
        output.write(Json.object(answer ->
                        answer.list("batchItemFailures", again, (failure, id) -> failure.field("itemIdentifier", id)))
                .getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a piece of work was done, as it says itself; what went wrong is in the log. */
    @SuppressWarnings("CatchingUnchecked") // one record's failure is no other's
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
