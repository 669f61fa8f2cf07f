package io.lambdaregistry.local.uploads;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.lambdaregistry.event.DeadLetters;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.gateway.FunctionLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A queue between the embedded S3 and the function that registers uploads, with a file for each message: messages that a
 * process did not deliver are delivered after the next start. A message is deleted when the function has handled it, and
 * otherwise retried after growing pauses. Dead letters are files beside it, with their reason.
 */
public final class UploadQueue implements DeadLetters, AutoCloseable {
    private static final long LONGEST_PAUSE_SECONDS = 60;
    private static final long LAST_CALL_SECONDS = 5;
    private static final String FUNCTION = "RegisterUploads";

    /** A message's file; its name is its position in the queue's order, whose sign bit is not set. */
    private static final Pattern MESSAGE = Pattern.compile("[0-7][0-9A-F]{15}\\.json");

    /** The suffix of a file that is being written; a complete file is moved to its name. */
    private static final String PART = ".part";

    private final Path waiting;
    private final DeadLetters deadLetters;
    private final AtomicLong lastSequencer = new AtomicLong();
    private final CompletableFuture<RequestStreamHandler> function = new CompletableFuture<>();
    private final ScheduledThreadPoolExecutor worker = new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("uploads").factory(),
            new ThreadPoolExecutor.DiscardPolicy()); // later messages wait for the next start

    private UploadQueue(Path folder) throws IOException {
        this.waiting = Files.createDirectories(folder.resolve("waiting"));
        this.deadLetters = new DeadLetterFolder(Files.createDirectories(folder.resolve("dead-letters")));
        worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Opens a queue with the messages that wait in the folder. A file that is no message is left unchanged and reported. */
    public static UploadQueue in(Path folder) throws IOException {
        UploadQueue queue = new UploadQueue(folder);
        try (Stream<Path> files = Files.list(queue.waiting)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (MESSAGE.matcher(name).matches()) {
                    queue.takeUp(file);
                } else if (name.endsWith(PART)) {
                    Files.delete(file); // a put that was never acknowledged
                } else {
                    System.err.println("The file " + file + " is not a waiting upload, and is ignored. Delete it.");
                }
            }
        }
        return queue;
    }

    /** Adds a waiting message, and makes later messages sort after it even if the clock has not advanced since. */
    private void takeUp(Path file) {
        String sequencer = file.getFileName().toString().replace(".json", "");
        lastSequencer.accumulateAndGet(Long.parseLong(sequencer, 16), Math::max);
        deliver(file, 1, 0);
    }

    public static UploadQueue inMemory() throws IOException {
        return new UploadQueue(Jimfs.newFileSystem(Configuration.unix()).getPath("/uploads"));
    }

    /** Starts delivery. */
    public void deliverTo(RequestStreamHandler handler) {
        function.complete(handler);
    }

    /** Stores a message, which is built from its position in the queue's order, and then delivers it. */
    void add(UnaryOperator<String> message) {
        String sequencer = nextSequencer();
        Path file = waiting.resolve(sequencer + ".json");
        DeadLetterFolder.write(file, message.apply(sequencer));
        deliver(file, 1, 0);
    }

    @Override
    public void add(String body, String reason) {
        deadLetters.add(body, reason);
    }

    /** A number that always rises, also across restarts as long as the clock does. */
    private String nextSequencer() {
        long micros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        return "%016X".formatted(lastSequencer.updateAndGet(last -> Math.max(last + 1, micros)));
    }

    private void deliver(Path file, int attempt, long pauseSeconds) {
        var _ = worker.schedule(() -> call(file, attempt), pauseSeconds, TimeUnit.SECONDS);
    }

    @SuppressWarnings("CatchingUnchecked") // the message is delivered again after any failure
    private void call(Path file, int attempt) {
        try {
            if (isWorkedOff(file, attempt)) {
                Files.deleteIfExists(file);
                return;
            }
        } catch (InterruptedException | CancellationException ending) {
            return;
        } catch (Exception e) {
            System.err.println("the upload in " + file + " will be retried after " + e);
        }
        deliver(file, attempt + 1, Math.min(1L << Math.min(attempt - 1, 10), LONGEST_PAUSE_SECONDS));
    }

    private boolean isWorkedOff(Path file, int attempt) throws IOException, InterruptedException, ExecutionException {
        RequestStreamHandler handler = function.get();
        String id = file.getFileName().toString();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            byte[] event = event(id, Files.readString(file), attempt).getBytes(StandardCharsets.UTF_8);
            handler.handleRequest(new ByteArrayInputStream(event), answer, FunctionLog.CONSOLE.context(id, FUNCTION));
        } catch (NoSuchFileException gone) {
            return true;
        }
        return !(Json.parse(answer.toByteArray()) instanceof Map<?, ?> fields
                && fields.get("batchItemFailures") instanceof List<?> failures
                && !failures.isEmpty());
    }

    private static String event(String id, String body, int attempt) {
        return Json.object(event -> event.list(
                "Records",
                List.of(body),
                (record, text) -> record.field("messageId", id)
                        .field("body", text)
                        .object("attributes", counted -> counted.field("ApproximateReceiveCount", "" + attempt))
                        .field("eventSource", "aws:sqs")));
    }

    /** Waits some seconds for the message that is being handled; waiting messages stay in the folder. */
    @Override
    public void close() {
        function.cancel(false);
        worker.shutdown();
        try {
            if (!worker.awaitTermination(LAST_CALL_SECONDS, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
