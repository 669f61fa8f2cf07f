package io.lambdaregistry.clienttests;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** MLflow's own server, on an empty store. */
final class MlflowServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final int STOP_LIMIT_SECONDS = 30;

    private final Process process;
    private final URI uri;

    private MlflowServer(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** On an SQLite database. */
    static MlflowServer start(PythonEnvironment environment, Path folder) throws IOException, InterruptedException {
        return start(environment, folder, "sqlite:///" + folder.resolve("mlflow.db"));
    }

    /** On files, as older servers are by default. */
    static MlflowServer startOnFiles(PythonEnvironment environment, Path folder)
            throws IOException, InterruptedException {
        return start(environment, folder, folder.resolve("mlruns").toString());
    }

    private static MlflowServer start(PythonEnvironment environment, Path folder, String store)
            throws IOException, InterruptedException {
        int port = freePort();
        Path log = folder.resolve("mlflow-server.log");
        ProcessBuilder builder = new ProcessBuilder(
                        environment.python(),
                        "-m",
                        "mlflow",
                        "server",
                        "--workers",
                        "1",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--backend-store-uri",
                        store,
                        "--artifacts-destination",
                        folder.resolve("artifacts").toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false");
        // the receivers of webhooks are on the loopback
        builder.environment().put("MLFLOW_WEBHOOK_ALLOWED_SCHEMES", "http,https");
        builder.environment().put("MLFLOW_WEBHOOK_CACHE_TTL", "0"); // else it learns of a webhook a minute later
        builder.environment().put("MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS", "true");
        MlflowServer server = new MlflowServer(builder.start(), URI.create("http://127.0.0.1:" + port));
        server.awaitHealth(log);
        return server;
    }

    URI uri() {
        return uri;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitHealth(Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!isHealthy()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                close();
                throw new IllegalStateException("MLflow's server did not start; it said:\n" + Files.readString(log));
            }
            Thread.sleep(200);
        }
    }

    private boolean isHealthy() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) uri.resolve("/health").toURL().openConnection();
            connection.setReadTimeout(5_000);
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        process.onExit()
                .completeOnTimeout(process, STOP_LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
