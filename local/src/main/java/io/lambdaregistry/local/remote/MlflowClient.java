package io.lambdaregistry.local.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * MLflow's client as the user has it: the Python that is named, with the variables of this process. A small script, kept as a
 * resource, transfers a file and searches.
 *
 * @param python the name or path of a Python
 * @param environment variables to be set beside those of this process
 */
public record MlflowClient(String python, Map<String, String> environment) {
    private static final int LIMIT_SECONDS = 300;

    /** There is no such client: no such Python, or none with MLflow. */
    static final class MissingException extends IOException {
        private static final long serialVersionUID = 1L;

        MissingException(String message) {
            super(message);
        }
    }

    /**
     * Runs the script against a registry, and returns what it says of success.
     *
     * @throws MissingException if there is no client to run
     * @throws IOException with the client's own message, if it fails
     */
    String examine(URI api) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(python, "-W", "ignore", "-")).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("MLFLOW_TRACKING_URI", api.toString());
        builder.environment().putIfAbsent("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1");
        Process process = started(builder);
        CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        try (InputStream stdout = process.getInputStream()) {
            feed(process);
            String output = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
            String last = output.lines().reduce("", (before, line) -> line);
            return switch (process.waitFor()) {
                case 0 -> last;
                case 3 -> throw new MissingException(python + " has no MLflow; --python names another");
                default -> throw new IOException(last.isEmpty() ? python + " did not end in time" : last);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void feed(Process process) throws IOException {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(script());
        }
    }

    private Process started(ProcessBuilder builder) throws MissingException {
        try {
            return builder.start();
        } catch (IOException notThere) {
            throw new MissingException("there is no " + python + "; --python names another");
        }
    }

    private static byte[] script() throws IOException {
        try (InputStream script = MlflowClient.class.getResourceAsStream("mlflow_client.py")) {
            return script == null ? new byte[0] : script.readAllBytes();
        }
    }
}
