package io.lambdaregistry.benchmarks.throughput;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * A closed loop: each connection sends its next request when the last one is answered. Every connection has its own random
 * numbers, which are the same in every run.
 *
 * @param duration in seconds
 */
record Load(URI server, int connections, double duration) {

    /** The results of a load. */
    static final class Outcome {
        private final long[] nanos;
        private final long errors;
        private final String firstError;
        private final double seconds;

        private Outcome(long[] nanos, long errors, String firstError, double seconds) {
            this.nanos = nanos;
            this.errors = errors;
            this.firstError = firstError;
            this.seconds = seconds;
        }

        /** The number of successful requests. */
        int requests() {
            return nanos.length;
        }

        double perSecond() {
            return nanos.length / seconds;
        }

        double millis(double quantile) {
            return nanos.length == 0
                    ? 0
                    : nanos[(int) Math.min(nanos.length - 1, (long) (nanos.length * quantile))] / 1e6;
        }

        /** Responses other than 200. */
        long errors() {
            return errors;
        }

        /** The first error; empty if there was none. */
        String firstError() {
            return firstError;
        }
    }

    Outcome run(Function<RandomGenerator, Call> next) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long until = start + (long) (duration * 1e9);
        List<Callable<Outcome>> loops = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            RandomGenerator random = new SplittableRandom(i);
            loops.add(() -> loop(() -> next.apply(random), start, until));
        }
        List<Outcome> outcomes = inParallel(loops);
        long[] nanos = outcomes.stream()
                .flatMapToLong(outcome -> LongStream.of(outcome.nanos))
                .sorted()
                .toArray();
        return new Outcome(
                nanos,
                outcomes.stream().mapToLong(outcome -> outcome.errors).sum(),
                outcomes.stream()
                        .map(outcome -> outcome.firstError)
                        .filter(error -> !error.isEmpty())
                        .findFirst()
                        .orElse(""),
                outcomes.stream().mapToDouble(outcome -> outcome.seconds).max().orElseThrow());
    }

    private Outcome loop(Callable<Call> next, long start, long until) throws Exception {
        long[] nanos = new long[1024];
        int count = 0;
        long errors = 0;
        String firstError = "";
        long end = System.nanoTime();
        try (Connection connection = Connection.to(server)) {
            while (end < until) {
                Call call = next.call();
                long sent = System.nanoTime();
                Connection.Answer answer = connection.send(call);
                end = System.nanoTime();
                if (answer.status() != 200) {
                    errors++;
                    firstError = firstError.isEmpty() ? answer.status() + " " + answer.text() : firstError;
                    continue;
                }
                nanos = count == nanos.length ? Arrays.copyOf(nanos, count * 2) : nanos;
                nanos[count++] = end - sent;
            }
        }
        return new Outcome(Arrays.copyOf(nanos, count), errors, firstError, (end - start) / 1e9);
    }

    /** Sends all calls, in any order, and fails if one fails. */
    static void sendAll(URI server, int connections, List<Call> calls) throws IOException, InterruptedException {
        List<Callable<Boolean>> loops = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            int first = i;
            loops.add(() -> {
                try (Connection connection = Connection.to(server)) {
                    for (int n = first; n < calls.size(); n += connections) {
                        send(connection, calls.get(n));
                    }
                }
                return true;
            });
        }
        inParallel(loops);
    }

    /** Returns the response's text. MLflow on SQLite rejects requests while its database is locked; these are retried. */
    static String send(Connection connection, Call call) throws IOException {
        Connection.Answer answer = connection.send(call);
        for (int tries = 1; answer.status() != 200 && tries < 20; tries++) {
            answer = connection.send(call);
        }
        if (answer.status() != 200) {
            throw new IOException(call.target() + " was answered " + answer.status() + " " + answer.text());
        }
        return answer.text();
    }

    private static <T> List<T> inParallel(List<Callable<T>> calls) throws IOException, InterruptedException {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
            for (Future<T> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        return results;
    }
}
