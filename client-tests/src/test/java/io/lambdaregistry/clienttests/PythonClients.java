package io.lambdaregistry.clienttests;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Python environments of the MLflow releases, each created at its first use: below {@code target/python}, or in the folder
 * that REGISTRY_CLIENTS_CACHE names, where they survive a clean build.
 */
final class PythonClients {
    private static final Map<MlflowRelease, PythonEnvironment> MADE = new ConcurrentHashMap<>();
    private static Optional<String> interpreter = Optional.empty();
    private static boolean searched;

    private PythonClients() {}

    /** The environment of a release. Without Python the test is skipped, and in CI it fails. */
    static synchronized PythonEnvironment of(MlflowRelease release) throws IOException, InterruptedException {
        PythonEnvironment made = MADE.get(release);
        if (made == null) {
            made = new PythonEnvironment(release, cache());
            made.make(interpreter());
            MADE.put(release, made);
        }
        return made;
    }

    private static Path cache() {
        String named = System.getenv("REGISTRY_CLIENTS_CACHE");
        return named == null || named.isBlank()
                ? Repository.TARGET.resolve("python")
                : Path.of(named).toAbsolutePath();
    }

    private static String interpreter() throws IOException, InterruptedException {
        if (!searched) {
            searched = true;
            interpreter = PythonInterpreter.find();
            if (interpreter.isEmpty()) {
                System.err.println("The Python clients' tests do not run: " + PythonInterpreter.MISSING);
            }
        }
        return interpreter.orElseGet(PythonClients::skipOrFail);
    }

    private static String skipOrFail() {
        return "true".equals(System.getenv("CI")) ? fail(PythonInterpreter.MISSING) : abort(PythonInterpreter.MISSING);
    }
}
