package io.lambdaregistry.benchmarks.coldstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A start of a function in a process of its own, which is ended after its last event.
 *
 * @param init milliseconds from the process's start until the function is ready, for an event or for its snapshot
 * @param restore milliseconds from the snapshot until the function is ready again; empty without a snapshot
 * @param first milliseconds until its first response
 * @param warm the median of the later responses
 * @param processor milliseconds of processor time of the function's threads until the first response; with a snapshot, from
 *     the restore on. Other load on the machine changes it little
 * @param memory its largest resident memory, in MB
 */
record FunctionStart(
        double init,
        Optional<Double> restore,
        double first,
        double warm,
        double processor,
        double memory,
        List<String> answers) {
    private static final int LIMIT_SECONDS = 60;
    private static final double NANOS = 1e6;

    /** The time that the first caller waits; with a snapshot, without Lambda's own time to load it. */
    double cold() {
        return restore.orElse(init) + first;
    }

    /**
     * @param taskRoot the folder of the function's classes
     * @param environment variables beside those that Lambda sets for every function
     */
    static FunctionStart of(
            List<String> command, Path taskRoot, Map<String, String> environment, RuntimeApi api, Path log)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.directory(taskRoot.toFile());
        builder.environment().clear();
        builder.environment().putAll(lambdaEnvironment(api, command.getLast()));
        builder.environment().putAll(environment);
        long began = System.nanoTime();
        Process process = builder.start();
        api.measures(process.pid());
        try {
            boolean over = api.awaitOver(process, LIMIT_SECONDS);
            if (!over || api.failure().isPresent()) {
                throw new IOException("%s did not answer: %s%n%s"
                        .formatted(command.getLast(), api.failure().orElse("it ended"), Files.readString(log)));
            }
            List<Long> later = api.later().stream().sorted().toList();
            return new FunctionStart(
                    (api.initialised() - began) / NANOS,
                    api.restoring().map(nanos -> nanos / NANOS),
                    api.first() / NANOS,
                    later.isEmpty() ? 0 : later.get(later.size() / 2) / NANOS,
                    api.processorUntilFirst() / NANOS,
                    mostMemory(process),
                    api.answers());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static Map<String, String> lambdaEnvironment(RuntimeApi api, String handler) {
        return new TreeMap<>(Map.of(
                "PATH", "/usr/local/bin:/usr/bin:/bin",
                "TZ", ":UTC",
                "AWS_LAMBDA_RUNTIME_API", api.address(),
                "_HANDLER", handler,
                "AWS_REGION", "us-east-1",
                "AWS_LAMBDA_FUNCTION_NAME", "measured",
                "AWS_LAMBDA_FUNCTION_VERSION", "1",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769",
                "AWS_LAMBDA_LOG_FORMAT", "JSON",
                "AWS_LAMBDA_LOG_LEVEL", "INFO"));
    }

    /** The peak resident memory in MB, as Linux reports it; 0 elsewhere. */
    private static double mostMemory(Process process) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                    .findFirst()
                    .orElse(0);
        }
    }
}
