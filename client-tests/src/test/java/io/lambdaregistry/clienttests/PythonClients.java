package io.lambdaregistry.clienttests;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.lambdaregistry.processes.MlflowRelease;
import io.lambdaregistry.processes.PythonEnvironment;
import io.lambdaregistry.processes.PythonInterpreter;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The Python environments of the MLflow releases, each created at its first use. */
final class PythonClients {
    private static final Map<MlflowRelease, PythonEnvironment> MADE = new ConcurrentHashMap<>();
    private static Optional<String> interpreter = Optional.empty();
    private static boolean searched;

    private PythonClients() {}

    /** The environment of a release. Without Python the test is skipped, and in CI it fails. */
    static synchronized PythonEnvironment of(MlflowRelease release) throws IOException, InterruptedException {
        PythonEnvironment made = MADE.get(release);
        if (made == null) {
            made = PythonEnvironment.of(release, interpreter());
            MADE.put(release, made);
        }
        return made;
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
