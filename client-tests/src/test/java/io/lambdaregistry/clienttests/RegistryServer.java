package io.lambdaregistry.clienttests;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The registry, started as a user starts it: {@code ./registry serve} in a process of its own. */
final class RegistryServer implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("Lambda Model Registry \\S+ is serving (http://127\\.0\\.0\\.1:\\d+) \\(data: .*\\)");
    private static final Pattern S3 = Pattern.compile("Its S3 is at (http://127\\.0\\.0\\.1:\\d+) \\(.*\\)");
    private static final int START_LIMIT_SECONDS = 300;
    private static final int STOP_LIMIT_SECONDS = 30;

    private final Process process;
    private final URI uri;
    private final CompletableFuture<URI> s3;
    private final Path data;

    private RegistryServer(Process process, Addresses addresses, Path data) {
        this.process = process;
        this.uri = addresses.api();
        this.s3 = addresses.s3();
        this.data = data;
    }

    static RegistryServer start(Path data) throws IOException, InterruptedException {
        return start(data, Map.of());
    }

    static RegistryServer start(Path data, Map<String, String> environment) throws IOException, InterruptedException {
        return start(data, environment, List.of());
    }

    /** @param options of {@code serve}, beside the port and the folder */
    static RegistryServer start(Path data, Map<String, String> environment, List<String> options)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile(
                Files.createDirectories(Repository.TARGET.resolve("server-output")), "registry", ".log");
        List<String> words = new ArrayList<>(List.of(
                Repository.LAUNCHER, "serve", "--port", "0", "--data", data.toString(), "--webhook-private-networks"));
        words.addAll(options);
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(Repository.ROOT.toFile()).redirectError(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            return new RegistryServer(process, whenReady(process), data);
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            end(process, true);
            throw new IllegalStateException("the server did not start; it said:\n" + Files.readString(log), e);
        }
    }

    URI uri() {
        return uri;
    }

    /** Where its embedded S3 is, which it says right after where it is itself. */
    URI s3() {
        return s3.orTimeout(STOP_LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    Path data() {
        return data;
    }

    /** Ends the process without a chance to clean up, as {@code kill -9} does. */
    void kill() {
        end(process, true);
    }

    /** Asks the process to stop, as Ctrl-C or {@code kill} does. */
    @Override
    public void close() {
        end(process, false);
        if (process.isAlive()) {
            end(process, true);
            throw new IllegalStateException("the server did not stop on SIGTERM");
        }
    }

    private static void end(Process process, boolean forcibly) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(forcibly ? ProcessHandle::destroyForcibly : ProcessHandle::destroy);
        process.onExit()
                .completeOnTimeout(process, STOP_LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** @param s3 never there where the server was started on another S3 */
    private record Addresses(URI api, CompletableFuture<URI> s3) {}

    /** Waits for the line that says where it serves, and reads on behind it, so that the server never blocks. */
    private static Addresses whenReady(Process process)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Addresses> ready = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> read(process, ready));
        return ready.get(START_LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private static void read(Process process, CompletableFuture<Addresses> ready) {
        CompletableFuture<URI> s3 = new CompletableFuture<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher matcher = READY.matcher(line);
                if (matcher.matches()) {
                    ready.complete(new Addresses(URI.create(matcher.group(1)), s3));
                }
                Matcher ofS3 = S3.matcher(line);
                if (ofS3.matches()) {
                    s3.complete(URI.create(ofS3.group(1)));
                }
            }
            ready.completeExceptionally(new IllegalStateException("its output ended before it was ready"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }
}
