package io.lambdaregistry.benchmarks.coldstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts functions in their variants. */
final class Bench {
    private final Deployment deployment;
    private final Backend backend;
    private final Path folder;
    private final Path cache;

    Bench(Deployment deployment, Backend backend, Path folder) {
        this.deployment = deployment;
        this.backend = backend;
        this.folder = folder;
        this.cache = folder.resolve("functions.aot");
    }

    /** Creates the AOT cache as an image's build does, without a network. */
    void train() throws IOException, InterruptedException {
        Path log = folder.resolve("training.log");
        ProcessBuilder builder = new ProcessBuilder(deployment.training(cache))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "AWS_REGION", "us-east-1",
                        "AWS_ACCESS_KEY_ID", "none",
                        "AWS_SECRET_ACCESS_KEY", "none",
                        "TABLE_NAME", "none",
                        "AWS_LAMBDA_LOG_FORMAT", "JSON",
                        "AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9"));
        if (builder.start().waitFor() != 0 || !Files.exists(cache)) {
            throw new IOException("the AOT cache was not made: " + Files.readString(log));
        }
        System.err.printf("AOT cache: %d MB%n", Files.size(cache) >> 20);
    }

    FunctionStart start(Case one, int invocations, List<String> options) throws IOException, InterruptedException {
        return start(one, invocations, options, () -> {});
    }

    FunctionStart start(Case one, int invocations, List<String> options, Runnable atSnapshot)
            throws IOException, InterruptedException {
        String keys = "{\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\",\"Expiration\":\"2099-01-01T00:00:00Z\"}"
                .formatted(backend.accessKeyId(), backend.secretAccessKey());
        try (RuntimeApi api = RuntimeApi.start(one.subject()::nextEvent, invocations, () -> keys, () -> {
            pause();
            atSnapshot.run();
        })) {
            FunctionStart start = FunctionStart.of(
                    command(one, options), taskRoot(one), environment(one, api), api, folder.resolve("function.log"));
            for (String answer : start.answers()) {
                if (!answer.startsWith(one.subject().answer())) {
                    throw new IOException(one + " answered " + answer);
                }
            }
            return start;
        }
    }

    private List<String> command(Case one, List<String> options) {
        return one.variant() == Variant.AOT_CACHE
                ? deployment.commandWithCache(one.subject().handler(), cache, options)
                : deployment.command(one.subject().handler(), one.variant() != Variant.SNAPSTART_NOT_PRIMED, options);
    }

    private Map<String, String> environment(Case one, RuntimeApi api) {
        Map<String, String> environment = new HashMap<>(backend.environment());
        if (one.variant().hasSnapshot()) {
            environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
            environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://" + api.address() + "/credentials");
            environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "token");
        } else {
            environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
            environment.put("AWS_ACCESS_KEY_ID", backend.accessKeyId());
            environment.put("AWS_SECRET_ACCESS_KEY", backend.secretAccessKey());
        }
        return environment;
    }

    /**
     * With an AOT cache, everything is on the class path, since the cache contains only classes of the system's class
     * loaders.
     */
    private Path taskRoot(Case one) {
        return one.subject().equals(MeasuredFunction.FLOOR)
                ? deployment.floorRoot()
                : one.variant() == Variant.AOT_CACHE ? folder.resolve("data") : deployment.taskRoot();
    }

    /** Waits between the snapshot and the start from it, until work that the function has begun has ended. */
    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A start whose only request is its first. */
    FirstRequest firstRequest(Case one) throws IOException, InterruptedException {
        Path log = folder.resolve("classes.log");
        Files.deleteIfExists(log);
        int[] before = {0, backend.connections()};
        FunctionStart start = start(one, 1, List.of("-Xlog:class+load:file=" + log + "::filesize=0"), () -> {
            before[0] = lines(log).size();
            before[1] = backend.connections();
        });
        List<String> lines = lines(log);
        return new FirstRequest(
                lines.subList(before[0], lines.size()), backend.connections() - before[1], start.processor());
    }

    private static List<String> lines(Path log) {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
