package io.lambdaregistry.local.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UploadQueueTest {
    @TempDir
    private Path folder = Path.of("");

    /** A function that records its calls, and fails the first {@code failures} times. */
    private static final class Function implements RequestStreamHandler {
        private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        private int crashes;
        private int failures;

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            Map<?, ?> event = (Map<?, ?>) Objects.requireNonNull(Json.parse(input.readAllBytes()));
            Map<?, ?> message = (Map<?, ?>)
                    Objects.requireNonNull(((List<?>) Objects.requireNonNull(event.get("Records"))).getFirst());
            Map<?, ?> attributes = (Map<?, ?>) Objects.requireNonNull(message.get("attributes"));
            calls.add(message.get("body") + " " + attributes.get("ApproximateReceiveCount"));
            if (crashes-- > 0) {
                throw new IllegalStateException("crashed");
            }
            String answer = failures-- > 0 ? "{\"batchItemFailures\":[{\"itemIdentifier\":\"x\"}]}" : "{}";
            output.write(answer.getBytes(StandardCharsets.UTF_8));
        }

        String nextCall() throws InterruptedException {
            return Objects.requireNonNull(calls.poll(30, TimeUnit.SECONDS));
        }
    }

    private long waiting() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("waiting"))) {
            return files.count();
        }
    }

    @Test
    void deliversInOrderAndForgetsWhatIsWorkedOff() throws Exception {
        Function function = new Function();
        try (UploadQueue queue = UploadQueue.in(folder)) {
            queue.add(place -> "first");
            queue.add(place -> "second");
            queue.deliverTo(function);
            queue.add(place -> "third");
            assertThat(function.nextCall()).isEqualTo("first 1");
            assertThat(function.nextCall()).isEqualTo("second 1");
            assertThat(function.nextCall()).isEqualTo("third 1");
        }
        assertThat(waiting()).isZero();
    }

    @Test
    void deliversAgainWhatFailedOrCrashed() throws Exception {
        Function function = new Function();
        function.crashes = 1;
        function.failures = 1;
        try (UploadQueue queue = UploadQueue.in(folder)) {
            queue.deliverTo(function);
            queue.add(place -> "message");
            assertThat(function.nextCall()).isEqualTo("message 1");
            assertThat(function.nextCall()).isEqualTo("message 2");
            assertThat(function.nextCall()).isEqualTo("message 3");
        }
        assertThat(waiting()).isZero();
    }

    @Test
    void deliversAfterTheNextStartWhatWaitedAtTheLastEnd() throws Exception {
        Function failing = new Function();
        failing.failures = 1;
        try (UploadQueue queue = UploadQueue.in(folder)) {
            queue.deliverTo(failing);
            queue.add(place -> "tried once");
            assertThat(failing.nextCall()).isEqualTo("tried once 1");
        }
        try (UploadQueue queue = UploadQueue.in(folder)) {
            queue.add(place -> "never tried");
        }
        assertThat(waiting()).isEqualTo(2);
        Function function = new Function();
        try (UploadQueue queue = UploadQueue.in(folder)) {
            queue.deliverTo(function);
            assertThat(function.nextCall()).isEqualTo("tried once 1");
            assertThat(function.nextCall()).isEqualTo("never tried 1");
        }
        assertThat(waiting()).isZero();
    }

    @Test
    void keepsDeadLettersWithTheirReason() throws Exception {
        try (UploadQueue queue = UploadQueue.in(folder)) {
            queue.add("the message", "the reason");
        }
        try (Stream<Path> letters = Files.list(folder.resolve("dead-letters"))) {
            assertThat(letters.toList())
                    .singleElement()
                    .satisfies(letter -> assertThat(letter)
                            .content()
                            .isEqualTo("{\"reason\":\"the reason\",\"body\":\"the message\"}"));
        }
    }
}
