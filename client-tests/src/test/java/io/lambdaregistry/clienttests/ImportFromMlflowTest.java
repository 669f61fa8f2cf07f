package io.lambdaregistry.clienttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lambdaregistry.processes.Command;
import io.lambdaregistry.processes.MlflowRelease;
import io.lambdaregistry.processes.MlflowServer;
import io.lambdaregistry.processes.PythonEnvironment;
import io.lambdaregistry.processes.RegistryServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./registry import} copies all content of a real {@code mlflow server}. An import that is killed and run again
 * continues. The responses of both servers, which {@code src/test/python/imports/compare.py} reads, are then equal. A further
 * import changes nothing.
 */
final class ImportFromMlflowTest {
    private static final Path SCRIPTS = Repository.CLIENT_TESTS.resolve("src/test/python/imports");
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int RUNS = 1_000;
    private static final int VERSIONS = 230;

    private static final Pattern SUMMARY = Pattern.compile(
            "[a-z ]+? {2,}(?<copied>[-0-9,]+) +(?<updated>[-0-9,]+) +[-0-9,]+ +[-0-9,]+ +(?<failed>[-0-9,]+)");

    @TempDir
    private Path folder;

    private Path data() {
        return folder.resolve("data");
    }

    @Test
    void allOfMlflow3ComesOverThoughTheImportIsKilledTwice() throws IOException, InterruptedException {
        PythonEnvironment environment = PythonClients.of(MlflowRelease.ofContract());
        try (MlflowServer source = MlflowServers.onSqlite(environment, folder)) {
            populate(environment, source, RUNS, VERSIONS);

            Command.Finished dryRun = importAll(source, "--dry-run");
            assertEquals(0, dryRun.exitCode(), dryRun::output);
            assertThat(dryRun.output())
                    .containsPattern("(?m)^runs +1,007 ")
                    .containsPattern("(?m)^model versions +208 ");
            assertThat(data()).doesNotExist();

            killWhen(source, () -> filesCopied() > 150);
            int copied = filesCopied();
            killWhen(source, () -> filesCopied() > copied + 150);

            Command.Finished rest = importAll(source);
            assertEquals(0, rest.exitCode(), rest::output);
            System.out.println(rest.output());
            compare(environment, source);

            Command.Finished again = importAll(source);
            assertEquals(0, again.exitCode(), again::output);
            assertThat(changes(again.output())).containsOnly("-");
            compare(environment, source, "--next-versions");
        }
    }

    @Test
    void allOfMlflow2OnFilesComesOver() throws IOException, InterruptedException {
        PythonEnvironment environment = PythonClients.of(MlflowRelease.TESTED.getFirst());
        try (MlflowServer source = MlflowServers.onFiles(environment, folder)) {
            populate(environment, source, 50, 50);

            Command.Finished all = importAll(source);
            assertEquals(0, all.exitCode(), all::output);
            compare(environment, source, "--next-versions");
        }
    }

    private void populate(PythonEnvironment environment, MlflowServer source, int runs, int versions)
            throws IOException, InterruptedException {
        python(
                environment,
                "populate.py",
                source.uri().toString(),
                folder.resolve("mlflow.db").toString(),
                folder.resolve("artifacts").toString(),
                Integer.toString(runs),
                Integer.toString(versions));
    }

    private void compare(PythonEnvironment environment, MlflowServer source, String... options)
            throws IOException, InterruptedException {
        try (RegistryServer copy = RegistryServer.start(data())) {
            List<String> words = new ArrayList<>(
                    List.of("compare.py", source.uri().toString(), copy.uri().toString()));
            words.addAll(List.of(options));
            python(environment, words.toArray(String[]::new));
        }
    }

    private void python(PythonEnvironment environment, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(environment.python(), SCRIPTS.resolve(words[0]).toString()));
        command.addAll(List.of(words).subList(1, words.length));
        Command.Finished finished = new Command(
                        command,
                        folder,
                        Map.of("PYTHONUNBUFFERED", "1", "PYTHONDONTWRITEBYTECODE", "1", "PYTHONUTF8", "1"))
                .run(log(words[0]), LIMIT);
        assertEquals(0, finished.exitCode(), finished::output);
        System.out.print(finished.output());
    }

    /** What the summary says was copied, updated or failed, of everything. */
    private static List<String> changes(String output) {
        return output.lines()
                .map(SUMMARY::matcher)
                .filter(Matcher::matches)
                .flatMap(row -> Stream.of(row.group("copied"), row.group("updated"), row.group("failed")))
                .toList();
    }

    private static Path log(String name) throws IOException {
        Path logs = Files.createDirectories(Repository.TARGET.resolve("python-output"));
        return Files.createTempFile(logs, name, ".log");
    }

    private Command.Finished importAll(MlflowServer source, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(command(source.uri()));
        command.addAll(List.of(options));
        return new Command(command, folder, Map.of()).run(log("import"), LIMIT);
    }

    private List<String> command(URI source) {
        return List.of(Repository.LAUNCHER, "import", "--from", source.toString(), "--data", data().toString());
    }

    /** Begins an import, and ends it as {@code kill -9} does as soon as something holds. */
    private void killWhen(MlflowServer source, BooleanSupplier condition) throws IOException, InterruptedException {
        Path output = log("killed-import");
        Process process = new ProcessBuilder(command(source.uri()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(process.isAlive())
                    .as(() -> "the import ended before it was killed: " + text(output))
                    .isTrue();
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("killed in the middle").isEqualTo(128 + 9);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Of artifacts, as they come to lie in the data folder. */
    private int filesCopied() {
        Path bucket = data().resolve("s3");
        if (!Files.exists(bucket)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(bucket)) {
            return (int) files.filter(Files::isRegularFile).count();
        } catch (IOException | UncheckedIOException whileItIsWrittenTo) {
            return 0;
        }
    }
}
