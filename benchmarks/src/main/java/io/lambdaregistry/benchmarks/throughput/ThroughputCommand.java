package io.lambdaregistry.benchmarks.throughput;

import io.lambdaregistry.benchmarks.report.Results;
import io.lambdaregistry.benchmarks.throughput.Operations.Operation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code benchmarks/run throughput}. */
@Command(
        name = "throughput",
        description =
                "Measures requests a second and their latency, compared with MLflow's server on SQLite and on PostgreSQL.",
        mixinStandardHelpOptions = true)
public final class ThroughputCommand implements Callable<Integer> {
    private static final int CONNECTIONS = 8;
    private static final String LOG_MODEL = "log and register a model by MLflow's client";
    private static final int LOGGED_MODELS = 15;
    private static final List<Integer> CONNECTIONS_OF_MIX = List.of(1, 8, 32);

    @Option(
            names = "--models",
            defaultValue = "1000",
            description = "Models to begin with (default: ${DEFAULT-VALUE}).")
    private int models;

    @Option(
            names = "--seconds",
            defaultValue = "2",
            description = "How long an operation is measured (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "4",
            description = "The seconds of warm-up before an operation is measured (default: ${DEFAULT-VALUE}).")
    private double warmUp;

    @Option(
            names = "--server",
            defaultValue = "",
            description = "Measures only the server of this name, and stores no results.")
    private String onlyServer = "";

    @Option(
            names = "--operation",
            defaultValue = "",
            description = "Measures only the operations of this name, and stores no results.")
    private String onlyOperation = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        Results results = new Results(
                "throughput",
                "server",
                "operation",
                "kind",
                "connections",
                "requests_per_second",
                "p50_ms",
                "p99_ms",
                "errors",
                "server_cpu_ms_per_request",
                "server_mb");
        MlflowInstallation mlflow = MlflowInstallation.make();
        for (Map.Entry<String, Contestant.Start> server : servers(mlflow).entrySet()) {
            if (server.getKey().contains(onlyServer)) {
                measure(server.getKey(), server.getValue(), mlflow, results);
                if (onlyServer.isEmpty() && onlyOperation.isEmpty()) {
                    results.write();
                }
            }
        }
        return ExitCode.OK;
    }

    private static Map<String, Contestant.Start> servers(MlflowInstallation mlflow) throws IOException {
        Map<String, Contestant.Start> servers = new LinkedHashMap<>();
        servers.put("registry", Contestant::registry);
        servers.put("MLflow on SQLite", folder -> Contestant.mlflowOnSqlite(mlflow, folder));
        Optional<Path> postgres = Postgres.installed();
        if (postgres.isPresent()) {
            servers.put("MLflow on PostgreSQL", folder -> {
                // the user that runs PostgreSQL may have to pass through this folder to its own
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
                Path data = Files.createDirectory(folder.resolve("postgres"));
                return Contestant.mlflowOnPostgres(mlflow, new Postgres(postgres.get(), data), folder);
            });
        } else {
            System.out.println("PostgreSQL is not installed here, so MLflow is measured on SQLite alone.");
        }
        return servers;
    }

    private void measure(String name, Contestant.Start start, MlflowInstallation mlflow, Results results)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("registry-benchmark-");
        try (Contestant server = start.in(folder)) {
            System.out.printf("%s, empty: %.0f MB%n", name, server.usage().megabytes());
            long began = System.nanoTime();
            TeamData stock = TeamData.fill(server.uri(), models);
            System.out.printf(
                    "%s, filled in %.0f s: %.0f MB%n",
                    name, (System.nanoTime() - began) / 1e9, server.usage().megabytes());
            server.settling().run();
            Operations operations = new Operations(stock);
            for (int connections : CONNECTIONS_OF_MIX) {
                measure(name, server, "a team's mix", "MIX", connections, 2 * seconds, operations::ofTheMix, results);
            }
            for (Operation operation : operations.all()) {
                measure(
                        name,
                        server,
                        operation.name(),
                        operation.kind().name(),
                        CONNECTIONS,
                        seconds,
                        operation.next(),
                        results);
            }
            if (LOG_MODEL.contains(onlyOperation)) {
                logModels(name, server, mlflow, results);
            }
        } finally {
            delete(folder);
        }
    }

    /** Logs models with MLflow's own client, one after the other; measured from the run's start to the registered version. */
    private static void logModels(String name, Contestant server, MlflowInstallation mlflow, Results results)
            throws IOException, InterruptedException {
        double before = server.usage().cpuSeconds();
        double[] millis = mlflow.logModels(server.uri(), LOGGED_MODELS);
        double p50 = millis[millis.length / 2];
        double longest = millis[millis.length - 1];
        double cpuMillis = 1_000 * (server.usage().cpuSeconds() - before) / (1 + millis.length);
        System.out.printf("%-22s %-42s  1: p50 %.0f ms, longest %.0f ms%n", name, LOG_MODEL, p50, longest);
        results.row(
                name,
                LOG_MODEL,
                "CLIENT",
                1,
                1_000 / p50,
                p50,
                longest,
                0,
                cpuMillis,
                server.usage().megabytes());
    }

    private void measure(
            String name,
            Contestant server,
            String operation,
            String kind,
            int connections,
            double seconds,
            Function<RandomGenerator, Call> next,
            Results results)
            throws IOException, InterruptedException {
        if (!operation.contains(onlyOperation)) {
            return;
        }
        URI uri = server.uri();
        new Load(uri, connections, warmUp).run(next);
        double before = server.usage().cpuSeconds();
        Load.Outcome outcome = new Load(uri, connections, seconds).run(next);
        double cpuMillis = 1_000 * (server.usage().cpuSeconds() - before) / Math.max(1, outcome.requests());
        System.out.printf(
                "%-22s %-42s %2d: %8.0f/s  p50 %7.2f ms  p99 %7.2f ms  %d errors  %.2f ms CPU  %.0f MB  %s%n",
                name,
                operation,
                connections,
                outcome.perSecond(),
                outcome.millis(0.5),
                outcome.millis(0.99),
                outcome.errors(),
                cpuMillis,
                server.usage().megabytes(),
                outcome.firstError().lines().findFirst().orElse(""));
        results.row(
                name,
                operation,
                kind,
                connections,
                outcome.perSecond(),
                outcome.millis(0.5),
                outcome.millis(0.99),
                outcome.errors(),
                cpuMillis,
                server.usage().megabytes());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
