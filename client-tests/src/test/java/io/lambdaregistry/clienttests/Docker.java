package io.lambdaregistry.clienttests;

import io.lambdaregistry.processes.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Docker, through its command line. */
final class Docker {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private Docker() {}

    static boolean answers() throws InterruptedException {
        try {
            return attempt(List.of("info")).exitCode() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    static boolean hasImage(String image) throws IOException, InterruptedException {
        return attempt(List.of("image", "inspect", image)).exitCode() == 0;
    }

    /** What the command prints; one that fails is a failure of the test. */
    static String run(String... words) throws IOException, InterruptedException {
        Command.Finished finished = attempt(List.of(words));
        if (finished.exitCode() != 0) {
            throw new IllegalStateException("docker " + String.join(" ", words) + " failed:\n" + finished.output());
        }
        return finished.output().strip();
    }

    private static Command.Finished attempt(List<String> words) throws IOException, InterruptedException {
        Path output = Files.createTempFile("docker", ".log");
        try {
            List<String> all = new ArrayList<>(List.of("docker"));
            all.addAll(words);
            return new Command(all, Repository.ROOT, Map.of()).run(output, LIMIT);
        } finally {
            Files.delete(output);
        }
    }
}
