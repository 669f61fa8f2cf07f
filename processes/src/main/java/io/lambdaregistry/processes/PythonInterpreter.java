package io.lambdaregistry.processes;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The Python that creates the environments: REGISTRY_PYTHON, or one on the PATH. */
public final class PythonInterpreter {
    public static final String MISSING =
            "no Python 3.10 to 3.13 with its venv module was found: install one, or name it in REGISTRY_PYTHON";

    /** 3.14 is too new for MLflow 2.22, whose dependencies come without wheels for it. */
    private static final String FITS =
            "import sys, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info < (3, 14))";

    private PythonInterpreter() {}

    public static Optional<String> find() throws IOException, InterruptedException {
        Stream<String> named = Stream.ofNullable(System.getenv("REGISTRY_PYTHON"));
        Stream<String> usual = Stream.of("python3", "python3.13", "python3.12", "python3.11", "python3.10");
        for (String candidate : Stream.concat(named, usual).toList()) {
            if (fits(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** The oldest and the newest fitting interpreter on the PATH and in pyenv's folders; fewer if there are fewer. */
    public static List<String> oldestAndNewest() throws IOException, InterruptedException {
        TreeMap<Integer, String> byVersion = new TreeMap<>();
        Path ofPyenv = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
        for (int minor = 10; minor < 14; minor++) {
            List<String> candidates = new ArrayList<>(List.of("python3." + minor));
            if (Files.isDirectory(ofPyenv)) {
                try (DirectoryStream<Path> versions = Files.newDirectoryStream(ofPyenv, "3." + minor + ".*")) {
                    versions.forEach(version ->
                            candidates.add(version.resolve("bin/python").toString()));
                }
            }
            for (String candidate : candidates) {
                if (!byVersion.containsKey(minor) && fits(candidate)) {
                    byVersion.put(minor, candidate);
                }
            }
        }
        if (byVersion.isEmpty()) {
            return find().stream().toList();
        }
        return Stream.of(byVersion.firstEntry(), byVersion.lastEntry())
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
    }

    private static boolean fits(String candidate) throws IOException, InterruptedException {
        Path output = Files.createTempFile("python", ".log");
        try {
            return new Command(List.of(candidate, "-c", FITS), Path.of("."), Map.of())
                            .run(output, Duration.ofMinutes(1))
                            .exitCode()
                    == 0;
        } catch (IOException notThere) {
            return false;
        } finally {
            Files.delete(output);
        }
    }
}
