package io.lambdaregistry.webhook;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.functions.FunctionContext;
import io.lambdaregistry.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Calls a function that receives records. */
final class FunctionCall {
    private FunctionCall() {}

    /** That a process was killed: no {@code catch} in it stops that. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** The ids of the records that are to come again; empty where the function crashed. */
    static Optional<List<String>> failures(RequestStreamHandler function, List<?> records) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        byte[] event = Json.text(Map.of("Records", records)).getBytes(StandardCharsets.UTF_8);
        try {
            function.handleRequest(
                    new ByteArrayInputStream(event), output, FunctionContext.silent("request", "function"));
        } catch (Killed crash) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<?, ?> answer = (Map<?, ?>) Objects.requireNonNull(Json.parse(output.toByteArray()));
        return Optional.of(
                answer.get("batchItemFailures") instanceof List<?> failures
                        ? failures.stream()
                                .map(failure -> String.valueOf(((Map<?, ?>) failure).get("itemIdentifier")))
                                .toList()
                        : List.of());
    }
}
