package io.lambdaregistry.processes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The registry, started as a user starts it: {@code ./registry serve} in a process of its own. */
public final class RegistryServer implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("Lambda Model Registry \\S+ is serving (http://127\\.0\\.0\\.1:\\d+) \\(data: .*\\)\\R");
    private static final Pattern S3 = Pattern.compile("Its S3 is at (http://127\\.0\\.0\\.1:\\d+) \\(.*\\)\\R");

    private static final Path LOGS = Checkout.ROOT.resolve("processes/target/server-output");

    private final ServerProcess process;
    private final URI uri;
    private final Path data;

    private RegistryServer(ServerProcess process, URI uri, Path data) {
        this.process = process;
        this.uri = uri;
        this.data = data;
    }

    public static RegistryServer start(Path data) throws IOException, InterruptedException {
        return start(data, Map.of());
    }

    public static RegistryServer start(Path data, Map<String, String> environment)
            throws IOException, InterruptedException {
        return start(data, environment, List.of());
    }

    /** @param options of {@code serve}, beside the port and the folder */
    public static RegistryServer start(Path data, Map<String, String> environment, List<String> options)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Checkout.LAUNCHER, "serve", "--port", "0", "--data", data.toString(), "--webhook-private-networks"));
        words.addAll(options);
        Path log = Files.createTempFile(Files.createDirectories(LOGS), "registry", ".log");
        ServerProcess process = ServerProcess.start(words, Checkout.ROOT, environment, log);
        return new RegistryServer(process, announced(process, READY), data);
    }

    /** The address in a line of the server's output, for which this method waits. */
    private static URI announced(ServerProcess process, Pattern line) throws IOException, InterruptedException {
        process.when(() -> line.matcher(process.output()).find());
        Matcher found = line.matcher(process.output());
        return URI.create(found.results().findFirst().orElseThrow().group(1));
    }

    public URI uri() {
        return uri;
    }

    /** The address of its embedded S3, which it announces right after its own. */
    public URI s3() throws IOException, InterruptedException {
        return announced(process, S3);
    }

    public Path data() {
        return data;
    }

    public ServerProcess process() {
        return process;
    }

    /** Ends the process without a chance to clean up, as {@code kill -9} does. */
    public void kill() {
        process.kill();
    }

    /**
     * Asks the process to stop, as Ctrl-C or {@code kill} does.
     *
     * @throws IllegalStateException if it has not stopped after 30 seconds; it is killed then
     */
    @Override
    public void close() {
        if (!process.stop()) {
            throw new IllegalStateException("the server did not stop on SIGTERM");
        }
    }
}
