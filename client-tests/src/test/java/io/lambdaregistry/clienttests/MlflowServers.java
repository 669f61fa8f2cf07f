package io.lambdaregistry.clienttests;

import io.lambdaregistry.processes.MlflowServer;
import io.lambdaregistry.processes.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** MLflow's server for tests: one process, which delivers webhooks to the loopback. */
final class MlflowServers {
    private static final Map<String, String> VARIABLES = Map.of(
            "MLFLOW_WEBHOOK_ALLOWED_SCHEMES",
            "http,https",
            "MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS",
            "true",
            "MLFLOW_WEBHOOK_CACHE_TTL",
            "0"); // otherwise the server takes up to a minute to notice a new webhook

    private MlflowServers() {}

    static MlflowServer onSqlite(PythonEnvironment environment, Path folder) throws IOException, InterruptedException {
        return MlflowServer.start(environment, folder, MlflowServer.sqlite(folder), 1, VARIABLES);
    }

    /** On files, as older servers are by default. */
    static MlflowServer onFiles(PythonEnvironment environment, Path folder) throws IOException, InterruptedException {
        return MlflowServer.start(environment, folder, folder.resolve("mlruns").toString(), 1, VARIABLES);
    }
}
