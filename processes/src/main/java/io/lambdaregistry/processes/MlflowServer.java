package io.lambdaregistry.processes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** MLflow's own server, on an empty store. */
public final class MlflowServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final ServerProcess process;
    private final URI uri;

    private MlflowServer(ServerProcess process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** The URI of a SQLite database in a folder, as {@code mlflow server} creates it by default. */
    public static String sqlite(Path folder) {
        return "sqlite:///" + folder.resolve("mlflow.db");
    }

    /**
     * Starts {@code mlflow server}, and returns when it is healthy.
     *
     * @param folder its working folder, in which it keeps artifacts and its log
     * @param store the URI of its store
     * @param workers the number of its processes
     * @param environment variables that are set beside those of this process
     */
    public static MlflowServer start(
            PythonEnvironment python, Path folder, String store, int workers, Map<String, String> environment)
            throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        URI uri = URI.create("http://" + HOST + ":" + port);
        List<String> words = List.of(
                python.python(),
                "-m",
                "mlflow",
                "server",
                "--workers",
                Integer.toString(workers),
                "--host",
                HOST,
                "--port",
                Integer.toString(port),
                "--backend-store-uri",
                store,
                "--artifacts-destination",
                folder.resolve("artifacts").toString());
        Map<String, String> variables = new HashMap<>(environment);
        // neither tests nor benchmarks use the job runner, whose processes take memory
        variables.put("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false");
        ServerProcess process = ServerProcess.start(words, folder, variables, folder.resolve("mlflow-server.log"));
        return new MlflowServer(process.whenHealthy(uri), uri);
    }

    public URI uri() {
        return uri;
    }

    public ServerProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
