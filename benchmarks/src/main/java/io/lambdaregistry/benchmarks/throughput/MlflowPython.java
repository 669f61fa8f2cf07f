package io.lambdaregistry.benchmarks.throughput;

import io.lambdaregistry.benchmarks.report.Results;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Python with the MLflow release that is compared: the environment of the client tests if it exists, or else one of its own
 * below {@code benchmarks/target}.
 *
 * @param driver a separate folder with the driver of PostgreSQL
 */
record MlflowPython(String executable, Path driver) {
    static final String RELEASE = "3.17.2";

    static MlflowPython find() throws IOException, InterruptedException {
        Path target = Files.createDirectories(Results.root().resolve("benchmarks/target"));
        Optional<Path> made = Stream.of(
                        Optional.ofNullable(System.getenv("REGISTRY_CLIENTS_CACHE"))
                                .map(Path::of),
                        Optional.of(Results.root().resolve("client-tests/target/python")),
                        Optional.of(target))
                .flatMap(Optional::stream)
                .map(folder -> folder.resolve("mlflow-" + RELEASE))
                .filter(folder -> Files.exists(folder.resolve("complete")))
                .findFirst();
        Path folder = made.isPresent() ? made.get() : make(target.resolve("mlflow-" + RELEASE));
        String python = folder.resolve("bin/python").toString();
        Path driver = target.resolve("postgresql-driver");
        if (!Files.exists(driver)) {
            run(python, "-m", "pip", "install", "--quiet", "--target", driver.toString(), "psycopg2-binary");
        }
        return new MlflowPython(python, driver);
    }

    private static Path make(Path folder) throws IOException, InterruptedException {
        System.out.println("Installing MLflow " + RELEASE + " ...");
        run("python3", "-m", "venv", folder.toString());
        run(
                folder.resolve("bin/python").toString(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--prefer-binary",
                "mlflow==" + RELEASE,
                "scikit-learn",
                "skops",
                "pandas",
                "boto3");
        Files.writeString(folder.resolve("complete"), RELEASE);
        return folder;
    }

    private static void run(String... words) throws IOException, InterruptedException {
        if (new ProcessBuilder(words).inheritIO().start().waitFor() != 0) {
            throw new IOException("failed: " + String.join(" ", words));
        }
    }

    /** The times of {@code benchmarks/log_model.py} for the given number of models, in milliseconds, sorted. */
    double[] logModels(URI server, int times) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        executable,
                        Results.root().resolve("benchmarks/log_model.py").toString(),
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

    /** Turns off MLflow's job runner, which the measured operations do not use; that only saves MLflow memory. */
    Map<String, String> serverEnvironment() {
        return Map.of("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false", "PYTHONPATH", driver.toString());
    }
}
