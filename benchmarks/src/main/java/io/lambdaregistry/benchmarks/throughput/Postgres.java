package io.lambdaregistry.benchmarks.throughput;

import io.lambdaregistry.processes.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL installation, and a folder for one cluster with its default settings. PostgreSQL refuses to run as root; root
 * runs it as {@code nobody}, which then owns the folder.
 *
 * @param programs the folder of {@code initdb} and {@code postgres}
 */
record Postgres(Path programs, Path folder) {
    private static final String USER = "nobody";

    /** The installed PostgreSQL: on the PATH, or in the folders of Debian and others. */
    static Optional<Path> installed() throws IOException {
        List<Path> candidates = new ArrayList<>();
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            candidates.add(Path.of(folder));
        }
        for (String parent : List.of("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt")) {
            if (Files.isDirectory(Path.of(parent))) {
                try (Stream<Path> versions = Files.list(Path.of(parent))) {
                    versions.map(version -> version.resolve("bin")).forEach(candidates::add);
                }
            }
        }
        for (Path candidate : candidates) {
            if (Files.isExecutable(candidate.resolve("postgres"))) {
                // the folder may contain links to only some of the programs; the links' target contains all of them
                Path programs = candidate.resolve("postgres").toRealPath().resolveSibling("");
                if (Stream.of("initdb", "pg_isready", "vacuumdb")
                        .allMatch(each -> Files.isExecutable(programs.resolve(each)))) {
                    return Optional.of(programs);
                }
            }
        }
        return Optional.empty();
    }

    /** Starts it on the loopback only, without authentication: it contains nothing but the data of the load. */
    ServerProcess start(int port) throws IOException, InterruptedException {
        if (isRoot()) {
            UserPrincipal user =
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER);
            Files.setOwner(folder, user);
        }
        Path data = folder.resolve("data");
        run(List.of("initdb", "--auth=trust", "--username=mlflow", "--encoding=UTF8", "-D", data.toString()));
        ServerProcess process = ServerProcess.start(
                words(List.of(
                        "postgres",
                        "-D",
                        data.toString(),
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "unix_socket_directories=")),
                folder,
                Map.of(),
                folder.resolve("output.log"));
        return process.when(() -> run(List.of("pg_isready", "-h", "127.0.0.1", "-p", Integer.toString(port))));
    }

    /** Updates the planner's statistics, as the autovacuum does after some time: without them some plans take minutes. */
    void analyze(int port) throws IOException, InterruptedException {
        run(List.of(
                "vacuumdb", "--analyze", "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "mlflow", "postgres"));
    }

    private boolean run(List<String> words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words(words))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor() == 0;
    }

    private List<String> words(List<String> words) {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=nogroup", "--clear-groups"));
        }
        all.add(programs.resolve(words.getFirst()).toString());
        all.addAll(words.subList(1, words.size()));
        return all;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }
}
