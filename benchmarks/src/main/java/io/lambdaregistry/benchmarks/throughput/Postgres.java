package io.lambdaregistry.benchmarks.throughput;

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
 * A PostgreSQL installation, and a folder for one cluster with its default settings. It refuses to run as root, so there it runs
 * as {@code nobody}, who gets the folder.
 *
 * @param programs the folder of {@code initdb} and {@code postgres}
 */
record Postgres(Path programs, Path folder) {
    private static final String USER = "nobody";

    /** Where PostgreSQL is installed: on the PATH, or where Debian and others keep it. */
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
                // there may be links to some of the programs; all of them are together
                Path programs = candidate.resolve("postgres").toRealPath().resolveSibling("");
                if (Stream.of("initdb", "pg_isready", "vacuumdb")
                        .allMatch(each -> Files.isExecutable(programs.resolve(each)))) {
                    return Optional.of(programs);
                }
            }
        }
        return Optional.empty();
    }

    /** On the loopback only, and for whoever is on this machine: it holds nothing but what the load writes. */
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
                Map.of());
        return process.when(() -> run(List.of("pg_isready", "-h", "127.0.0.1", "-p", Integer.toString(port))));
    }

    /** Tells the planner what is in the tables, as the autovacuum does in its own time: till then some plans take minutes. */
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
