package io.lambdaregistry.clienttests;

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
record PythonEnvironment(MlflowRelease release, Path cache) {
    private static final Duration PIP_LIMIT = Duration.ofMinutes(15);

    String python() {
        return folder().resolve("bin/python").toString();
    }

    /** Makes the environment unless it is there; a second build that wants the same folder waits for the first. */
    void make(String interpreter) throws IOException, InterruptedException {
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
            throw new IllegalStateException("cannot make " + folder() + ":\n" + finished.output());
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
