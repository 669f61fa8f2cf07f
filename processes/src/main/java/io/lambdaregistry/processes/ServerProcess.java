package io.lambdaregistry.processes;

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

/** A server: a process, the processes that it has started, and a file with their output. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final int STOP_LIMIT_SECONDS = 30;

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a server, and does not wait for it.
     *
     * @param folder its working folder
     * @param environment variables that are set beside those of this process
     * @param log the file that its output replaces
     */
    public static ServerProcess start(List<String> words, Path folder, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), log);
    }

    /** A port of the loopback that no process uses now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Checks whether a server is ready; an exception means that it is not. */
    @FunctionalInterface
    public interface Readiness {
        boolean check() throws IOException, InterruptedException;
    }

    /** Polls the server until it is healthy. */
    public ServerProcess whenHealthy(URI server) throws IOException, InterruptedException {
        return when(() -> {
            HttpURLConnection connection =
                    (HttpURLConnection) server.resolve("/health").toURL().openConnection();
            connection.setReadTimeout(5_000);
            return connection.getResponseCode() == 200;
        });
    }

    /**
     * Polls the server until it is ready.
     *
     * @throws IOException if it ends before, or is not ready after 5 minutes; the message contains its output
     */
    public ServerProcess when(Readiness ready) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!isReady(ready)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                kill();
                throw new IOException("a server did not start; its output:\n" + output());
            }
            Thread.sleep(50);
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

    /** The output of the server so far, errors included. */
    String output() throws IOException {
        return Files.readString(log);
    }

    /** The server's process and all that descend from it. */
    public List<ProcessHandle> processes() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }

    /** Ends the processes without a chance to clean up, as {@code kill -9} does. */
    public void kill() {
        processes().forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
    }

    /** Asks the processes to stop, as Ctrl-C or {@code kill} does, and returns whether the server did within 30 seconds. */
    boolean stop() {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroy);
        awaitEnd();
        boolean stopped = !process.isAlive();
        all.forEach(ProcessHandle::destroyForcibly);
        return stopped;
    }

    private void awaitEnd() {
        process.onExit()
                .completeOnTimeout(process, STOP_LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Asks the processes to stop, and kills those that do not. */
    @Override
    public void close() {
        stop();
    }
}
