package io.lambdaregistry.benchmarks.throughput;

import io.lambdaregistry.processes.MlflowServer;
import io.lambdaregistry.processes.RegistryServer;
import io.lambdaregistry.processes.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A measured server, with its processes.
 *
 * @param processes the one that answers requests first; its database last
 * @param settling the work that its database would do by itself within minutes of being filled
 */
record Contestant(URI uri, List<ServerProcess> processes, Settling settling) implements AutoCloseable {
    private static final int MLFLOW_WORKERS = 4;

    /** Starts a server in an empty folder. */
    @FunctionalInterface
    interface Start {
        Contestant in(Path folder) throws IOException, InterruptedException;
    }

    @FunctionalInterface
    interface Settling {
        void run() throws IOException, InterruptedException;
    }

    /** {@code ./registry serve}, as a user starts it. */
    static Contestant registry(Path folder) throws IOException, InterruptedException {
        RegistryServer server = RegistryServer.start(folder.resolve("data"), Map.of(), List.of("--s3-port", "0"));
        return new Contestant(server.uri(), List.of(server.process()), () -> {});
    }

    /** {@code mlflow server} on its default SQLite. */
    static Contestant mlflowOnSqlite(MlflowInstallation mlflow, Path folder) throws IOException, InterruptedException {
        MlflowServer server =
                MlflowServer.start(mlflow.environment(), folder, MlflowServer.sqlite(folder), MLFLOW_WORKERS, Map.of());
        return new Contestant(server.uri(), List.of(server.process()), () -> {});
    }

    /** {@code mlflow server} on a PostgreSQL of its own. */
    static Contestant mlflowOnPostgres(MlflowInstallation mlflow, Postgres postgres, Path folder)
            throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        ServerProcess database = postgres.start(port);
        try {
            // the driver is named, since the default driver differs between releases of SQLAlchemy
            String store = "postgresql+psycopg2://mlflow@127.0.0.1:" + port + "/postgres";
            Map<String, String> withDriver =
                    Map.of("PYTHONPATH", mlflow.driver().toString());
            MlflowServer server = MlflowServer.start(mlflow.environment(), folder, store, MLFLOW_WORKERS, withDriver);
            return new Contestant(server.uri(), List.of(server.process(), database), () -> postgres.analyze(port));
        } catch (IOException e) {
            database.close();
            throw e;
        }
    }

    Usage usage() {
        return new Usage(processes);
    }

    @Override
    public void close() {
        processes.forEach(ServerProcess::close);
    }
}
