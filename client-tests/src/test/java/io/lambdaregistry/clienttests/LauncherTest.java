package io.lambdaregistry.clienttests;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.processes.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./registry} and the AOT cache that its build created. */
final class LauncherTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void startsFromTheCache() throws Exception {
        // by this mode the JVM does not start without one
        assertThat(version("-XX:+UseSerialGC -XX:AOTMode=on"))
                .isEqualTo(new Command.Finished(0, "Lambda Model Registry 0.1.0\n"));
    }

    @Test
    void startsWithoutAWordWhereTheCacheIsForAnotherJvm() throws Exception {
        assertThat(version("-XX:+UseSerialGC -XX:+UseCompactObjectHeaders"))
                .isEqualTo(new Command.Finished(0, "Lambda Model Registry 0.1.0\n"));
    }

    private Command.Finished version(String options) throws Exception {
        List<String> words = List.of(Repository.LAUNCHER, "--version");
        return new Command(words, Repository.ROOT, Map.of("REGISTRY_JAVA_OPTS", options))
                .run(folder.resolve("output"), LIMIT);
    }
}
