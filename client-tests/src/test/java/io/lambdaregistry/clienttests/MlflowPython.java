package io.lambdaregistry.clienttests;

import io.lambdaregistry.processes.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The program that the Java client runs to transfer artifacts. The build sets MLFLOW_PYTHON_EXECUTABLE to its path; which
 * Python it starts is known only when the environments exist.
 */
final class MlflowPython {
    private static final Path PROGRAM = Path.of(System.getenv().getOrDefault("MLFLOW_PYTHON_EXECUTABLE", "python"));

    private MlflowPython() {}

    static void use(PythonEnvironment environment) throws IOException {
        Files.writeString(PROGRAM, "#!/bin/sh\nexec '" + environment.python() + "' -W ignore \"$@\"\n");
        Files.setPosixFilePermissions(PROGRAM, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
