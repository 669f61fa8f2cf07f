package io.lambdaregistry.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end, and stores its output in a file. */
public record Command(List<String> words, Path directory, Map<String, String> environment) {

    /** The result of a program that has ended. */
    public record Finished(int exitCode, String output) {}

    /** Runs the program. If it exceeds the limit, it is killed, and the exit code is -1. */
    public Finished run(Path output, Duration limit) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
            return new Finished(ended ? process.exitValue() : -1, Files.readString(output));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
