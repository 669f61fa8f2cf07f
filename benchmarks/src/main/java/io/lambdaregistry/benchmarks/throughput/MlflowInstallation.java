package io.lambdaregistry.benchmarks.throughput;

import io.lambdaregistry.processes.Checkout;
import io.lambdaregistry.processes.MlflowRelease;
import io.lambdaregistry.processes.PythonEnvironment;
import io.lambdaregistry.processes.PythonInterpreter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The MLflow release that is compared, in the environment of the client tests.
 *
 * @param driver a separate folder with the driver of PostgreSQL
 */
record MlflowInstallation(PythonEnvironment environment, Path driver) {

    /** Installs what does not exist yet, which takes minutes. */
    static MlflowInstallation make() throws IOException, InterruptedException {
        String interpreter = PythonInterpreter.find().orElseThrow(() -> new IOException(PythonInterpreter.MISSING));
        PythonEnvironment environment = PythonEnvironment.of(MlflowRelease.ofContract(), interpreter);
        Path driver = Checkout.ROOT.resolve("benchmarks/target/postgresql-driver");
        if (!Files.exists(driver)) {
            environment.install("--target", driver.toString(), "psycopg2-binary");
        }
        return new MlflowInstallation(environment, driver);
    }

    /** The times of {@code benchmarks/log_model.py} for the given number of models, in milliseconds, sorted. */
    double[] logModels(URI server, int times) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        environment.python(),
                        Checkout.ROOT.resolve("benchmarks/log_model.py").toString(),
                        server.toString(),
                        Integer.toString(times))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        double[] millis = process.inputReader()
                .lines()
                .filter(line -> line.matches("[0-9.]+"))
                .mapToDouble(Double::parseDouble)
                .sorted()
                .toArray();
        if (process.waitFor() != 0 || millis.length != times) {
            throw new IOException("MLflow's client could not log a model on " + server);
        }
        return millis;
    }
}
