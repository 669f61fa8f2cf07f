package io.lambdaregistry.benchmarks.throughput;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A measured server: a process, and the processes that it has started. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final int STOP_LIMIT_SECONDS = 30;

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ServerProcess start(List<String> words, Path folder, Map<String, String> environment) throws IOException {
        Path log = folder.resolve("output.log");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), log);
    }

    /** Polls the server until it is healthy. */
    ServerProcess whenHealthy(URI server) throws IOException, InterruptedException {
        return when(() -> {
            HttpURLConnection connection =
                    (HttpURLConnection) server.resolve("/health").toURL().openConnection();
            connection.setReadTimeout(5_000);
            return connection.getResponseCode() == 200;
        });
    }

    /** Checks whether a server is ready; an exception means that it is not. */
    @FunctionalInterface
    interface Readiness {
        boolean check() throws IOException, InterruptedException;
    }

    ServerProcess when(Readiness ready) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!isReady(ready)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                close();
                throw new IOException("a server did not start; it said:\n" + Files.readString(log));
            }
            Thread.sleep(100);
        }
        return this;
    }

    private static boolean isReady(Readiness ready) throws InterruptedException {
        try {
            return ready.check();
        } catch (IOException notYet) {
            return false;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private List<ProcessHandle> all() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }

    /** Resident memory in MB; pages that processes share are counted once. Only on Linux, elsewhere 0. */
    double megabytes() {
        return all().stream().mapToLong(ServerProcess::kilobytes).sum() / 1024.0;
    }

    private static long kilobytes(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }

    /**
     * The processor time used so far, on Linux including children that have ended: PostgreSQL has a process for each
     * connection.
     */
    double cpuSeconds() {
        return all().stream().mapToDouble(ServerProcess::cpuSeconds).sum();
    }

    private static double cpuSeconds(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            // the fields after the name: utime, stime, and both of the waited-for children, in hundredths of a second
            return Stream.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
                            .skip(11)
                            .limit(4)
                            .mapToLong(Long::parseLong)
                            .sum()
                    / 100.0;
        } catch (IOException goneOrNotLinux) {
            return process.info()
                    .totalCpuDuration()
                    .map(time -> time.toNanos() / 1e9)
                    .orElse(0.0);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroy);
        process.onExit()
                .completeOnTimeout(process, STOP_LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
