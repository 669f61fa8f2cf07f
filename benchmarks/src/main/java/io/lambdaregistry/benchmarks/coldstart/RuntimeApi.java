package io.lambdaregistry.benchmarks.coldstart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The server side of Lambda's Runtime API, with a stopwatch. It hands out events, and records when the function asked for them
 * and responded. It also provides credentials, as Lambda does to functions with SnapStart.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">the Runtime API</a>
 */
final class RuntimeApi implements AutoCloseable {
    private static final String RUNTIME = "/2018-06-01/runtime/";

    static {
        System.setProperty(
                "sun.net.httpserver.nodelay",
                "true"); // otherwise a response's body waits for the acknowledgement of its head
    }

    private final HttpServer server;
    private final Supplier<String> events;
    private final int invocations;
    private final Supplier<String> credentials;
    private final Runnable atSnapshot;
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Long> asked = new ArrayList<>();
    private final List<Long> sent = new ArrayList<>();
    private final List<Long> answered = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private Optional<Long> initialised = Optional.empty();
    private Optional<Long> restored = Optional.empty();
    private Optional<ProcessorTime> processor = Optional.empty();
    private long processorAtRestore;
    private long processorAtFirst;
    private Optional<String> failure = Optional.empty();

    private RuntimeApi(
            HttpServer server,
            Supplier<String> events,
            int invocations,
            Supplier<String> credentials,
            Runnable atSnapshot) {
        this.server = server;
        this.events = events;
        this.invocations = invocations;
        this.credentials = credentials;
        this.atSnapshot = atSnapshot;
    }

    /**
     * @param events provides one for each invocation
     * @param credentials in the JSON of the container credentials provider
     * @param atSnapshot runs between a snapshot and the start from it, while the function's process waits
     */
    static RuntimeApi start(Supplier<String> events, int invocations, Supplier<String> credentials, Runnable atSnapshot)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        RuntimeApi api = new RuntimeApi(server, events, invocations, credentials, atSnapshot);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(RUNTIME + "invocation/next", api::next);
        server.createContext(RUNTIME + "restore/next", api::restore);
        server.createContext(RUNTIME, api::answered);
        server.createContext("/credentials", api::giveCredentials);
        server.start();
        return api;
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void next(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        int number;
        synchronized (this) {
            asked.add(now);
            initialised = initialised.or(() -> Optional.of(now));
            number = asked.size();
        }
        if (number > invocations) {
            over.countDown();
            awaitEnd(); // there is no other event: the process is ended meanwhile
            exchange.close();
            return;
        }
        byte[] event = events.get().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders()
                .add("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
        exchange.getResponseHeaders()
                .add("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 30_000));
        exchange.getResponseHeaders()
                .add("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:measured");
        synchronized (this) {
            sent.add(System.nanoTime());
        }
        answer(exchange, 200, event);
    }

    private void restore(HttpExchange exchange) throws IOException {
        synchronized (this) {
            initialised = Optional.of(System.nanoTime());
        }
        atSnapshot.run();
        synchronized (this) {
            processorAtRestore = processorTime();
            restored = Optional.of(System.nanoTime());
        }
        answer(exchange, 200, new byte[0]);
    }

    /** Receives a response of the function, or an error. */
    private void answered(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        synchronized (this) {
            if (exchange.getRequestURI().getPath().endsWith("/response")) {
                if (answers.isEmpty()) {
                    processorAtFirst = processorTime();
                }
                answered.add(System.nanoTime());
                answers.add(body);
            } else {
                failure = Optional.of(exchange.getRequestURI() + ": " + body);
                over.countDown();
            }
        }
        answer(exchange, 202, "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8));
    }

    private void giveCredentials(HttpExchange exchange) throws IOException {
        answer(exchange, 200, credentials.get().getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private void awaitEnd() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for the last response; returns whether all events were handled, or one failed, before the process or the time
     * ended.
     */
    boolean awaitOver(Process process, int seconds) throws InterruptedException {
        for (int tenths = 0; tenths < 10 * seconds; tenths++) {
            if (over.await(100, TimeUnit.MILLISECONDS)) {
                return true;
            }
            if (!process.isAlive()) {
                return false;
            }
        }
        return false;
    }

    /** Names the function's process, whose processor time is read from then on. */
    synchronized void measures(long pid) {
        processor = Optional.of(new ProcessorTime(pid));
    }

    private long processorTime() {
        return processor.map(ProcessorTime::nanos).orElse(0L);
    }

    /** The nanoseconds of processor time from the start, or with a snapshot from the restore, until the first response. */
    synchronized long processorUntilFirst() {
        return processorAtFirst - processorAtRestore;
    }

    synchronized Optional<String> failure() {
        return failure;
    }

    synchronized List<String> answers() {
        return List.copyOf(answers);
    }

    /** When the function was ready for its first event, or for its snapshot. */
    synchronized long initialised() {
        return initialised.orElseThrow();
    }

    /** From the end of the snapshot until the function was ready; empty without a snapshot. */
    synchronized Optional<Long> restoring() {
        return restored.map(end -> asked.getFirst() - end);
    }

    /** From the time at which the function was ready until its first response. */
    synchronized long first() {
        return answered.getFirst() - asked.getFirst();
    }

    /** From each event after the first until its response. */
    synchronized List<Long> later() {
        List<Long> durations = new ArrayList<>();
        for (int i = 1; i < answered.size(); i++) {
            durations.add(answered.get(i) - sent.get(i));
        }
        return durations;
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
