package io.lambdaregistry.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder with a Python environment that contains one MLflow release. A marker file is written last, so that an environment
 * whose creation was interrupted is created again.
 */
public record PythonEnvironment(MlflowRelease release, Path cache) {
    private static final Duration PIP_LIMIT = Duration.ofMinutes(15);

    /**
     * The environment of a release, which is created unless it exists: in the folder that REGISTRY_CLIENTS_CACHE names, where it
     * survives a clean build, or else below {@code client-tests/target/python}.
     *
     * @param interpreter the Python that creates it
     * @throws IllegalStateException if pip cannot install the release; the message contains pip's output
     */
    public static PythonEnvironment of(MlflowRelease release, String interpreter)
            throws IOException, InterruptedException {
        PythonEnvironment environment = new PythonEnvironment(release, folderOfAll());
        environment.make(interpreter);
        return environment;
    }

    private static Path folderOfAll() {
        String named = System.getenv("REGISTRY_CLIENTS_CACHE");
        return named == null || named.isBlank()
                ? Checkout.ROOT.resolve("client-tests/target/python")
                : Path.of(named).toAbsolutePath();
    }

    /** The program that runs Python in this environment. */
    public String python() {
        return folder().resolve("bin/python").toString();
    }

    /** Creates the environment unless it exists; a second build that wants the same folder waits for the first. */
    private void make(String interpreter) throws IOException, InterruptedException {
        Files.createDirectories(cache);
        try (FileChannel channel =
                        FileChannel.open(beside(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !isComplete()) {
                delete();
                run(List.of(interpreter, "-m", "venv", folder().toString()));
                install();
                Files.writeString(marker(), contents());
            }
        }
    }

    private boolean isComplete() throws IOException {
        return Files.exists(marker()) && Files.readString(marker()).equals(contents());
    }

    private Path folder() {
        return cache.resolve("mlflow-" + release.version());
    }

    private Path beside(String ending) {
        return cache.resolve("mlflow-" + release.version() + ending);
    }

    private Path marker() {
        return folder().resolve("complete");
    }

    private String contents() {
        return String.join(" ", release.packages()) + "\n";
    }

    private void install() throws IOException, InterruptedException {
        if (pip(release.packages()).exitCode() != 0) {
            require(pip(release.packagesOfBasis()));
            require(pip(List.of("--no-deps", release.wheel())));
        }
    }

    /**
     * Installs more by pip.
     *
     * @param words options and packages
     * @throws IllegalStateException if pip fails; the message contains its output
     */
    public void install(String... words) throws IOException, InterruptedException {
        require(pip(List.of(words)));
    }

    private Command.Finished pip(List<String> what) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(
                List.of(python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--prefer-binary"));
        words.addAll(what);
        return attempt(words);
    }

    private void run(List<String> words) throws IOException, InterruptedException {
        require(attempt(words));
    }

    private Command.Finished attempt(List<String> words) throws IOException, InterruptedException {
        return new Command(words, cache, Map.of()).run(beside(".log"), PIP_LIMIT);
    }

    private void require(Command.Finished finished) {
        if (finished.exitCode() != 0) {
            throw new IllegalStateException(
                    "Python's environment " + folder() + " could not be made:\n" + finished.output());
        }
    }

    private void delete() throws IOException {
        if (Files.exists(folder())) {
            try (Stream<Path> files = Files.walk(folder())) {
                files.sorted(Comparator.reverseOrder()).forEach(PythonEnvironment::deleteOne);
            }
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
