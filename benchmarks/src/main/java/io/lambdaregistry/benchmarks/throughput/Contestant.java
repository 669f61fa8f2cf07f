package io.lambdaregistry.benchmarks.throughput;

import io.lambdaregistry.benchmarks.report.Results;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A measured server, with its processes.
 *
 * @param processes the one that answers requests first; its database last
 * @param settling the work that its database would do by itself within minutes of being filled
 */
record Contestant(URI uri, List<ServerProcess> processes, Settling settling) implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

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
        int port = ServerProcess.freePort();
        URI uri = at(port);
        ServerProcess process = ServerProcess.start(
                List.of(
                        Results.root().resolve("registry").toString(),
                        "serve",
                        "--port",
                        Integer.toString(port),
                        "--s3-port",
                        "0",
                        "--data",
                        folder.resolve("data").toString()),
                folder,
                Map.of());
        return new Contestant(uri, List.of(process.whenHealthy(uri)), () -> {});
    }

    /** {@code mlflow server} on its default SQLite. */
    static Contestant mlflowOnSqlite(MlflowPython python, Path folder) throws IOException, InterruptedException {
        return mlflow(python, folder, "sqlite:///" + folder.resolve("mlflow.db"), List.of(), () -> {});
    }

    /** {@code mlflow server} on a PostgreSQL of its own. */
    static Contestant mlflowOnPostgres(MlflowPython python, Postgres postgres, Path folder)
            throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        ServerProcess database = postgres.start(port);
        try {
            // the driver is named, since the default driver differs between releases of SQLAlchemy
            String store = "postgresql+psycopg2://mlflow@" + HOST + ":" + port + "/postgres";
            return mlflow(python, folder, store, List.of(database), () -> postgres.analyze(port));
        } catch (IOException e) {
            database.close();
            throw e;
        }
    }

    private static Contestant mlflow(
            MlflowPython python, Path folder, String store, List<ServerProcess> database, Settling settling)
            throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        URI uri = at(port);
        ServerProcess server = ServerProcess.start(
                List.of(
                        python.executable(),
                        "-m",
                        "mlflow",
                        "server",
                        "--workers",
                        "4",
                        "--host",
                        HOST,
                        "--port",
                        Integer.toString(port),
                        "--backend-store-uri",
                        store,
                        "--artifacts-destination",
                        Files.createDirectory(folder.resolve("artifacts")).toString()),
                folder,
                python.serverEnvironment());
        return new Contestant(
                uri,
                Stream.concat(Stream.of(server.whenHealthy(uri)), database.stream())
                        .toList(),
                settling);
    }

    private static URI at(int port) {
        return URI.create("http://" + HOST + ":" + port);
    }

    double megabytes() {
        return processes.stream().mapToDouble(ServerProcess::megabytes).sum();
    }

    double cpuSeconds() {
        return processes.stream().mapToDouble(ServerProcess::cpuSeconds).sum();
    }

    @Override
    public void close() {
        processes.forEach(ServerProcess::close);
    }
}
