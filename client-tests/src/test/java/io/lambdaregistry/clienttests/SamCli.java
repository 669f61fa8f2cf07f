package io.lambdaregistry.clienttests;

import io.lambdaregistry.processes.Command;
import io.lambdaregistry.processes.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The SAM CLI: the one that SAM_CLI names, or {@code sam} on the PATH. */
record SamCli(String program, Path output) {
    static final String MISSING =
            "the SAM CLI or Docker does not answer: install them, or name the first in SAM_CLI and start the second";

    private static final Path ZIP = Repository.ROOT.resolve("functions/target/functions.zip");
    private static final String IMAGE = "public.ecr.aws/lambda/java:25-rapid-x86_64";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** With dummy keys of AWS it would ask AWS whose they are. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "SAM_CLI_TELEMETRY", "0", "AWS_ACCESS_KEY_ID", "", "AWS_SECRET_ACCESS_KEY", "", "AWS_REGION", "us-east-1");

    static Optional<SamCli> find() throws IOException, InterruptedException {
        Optional<SamCli> sam = findWithoutDocker();
        return sam.isPresent() && Docker.answers() ? sam : Optional.empty();
    }

    /** For what needs no container. */
    static Optional<SamCli> findWithoutDocker() throws IOException, InterruptedException {
        String program = Optional.ofNullable(System.getenv("SAM_CLI")).orElse("sam");
        SamCli sam = new SamCli(program, Files.createDirectories(Repository.TARGET.resolve("sam-output")));
        try {
            return sam.run("--version").exitCode() == 0 ? Optional.of(sam) : Optional.empty();
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    /** Runs a script of the tests by the Python that the CLI runs in, with its libraries, and returns what it prints. */
    String script(String name, String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                python(),
                Repository.CLIENT_TESTS.resolve("src/test/python").resolve(name).toString()));
        words.addAll(List.of(arguments));
        Command.Finished finished =
                new Command(words, Repository.ROOT, ENVIRONMENT).run(output.resolve(name + ".log"), LIMIT);
        if (finished.exitCode() != 0) {
            throw new IllegalStateException(finished.output());
        }
        return finished.output();
    }

    /** The program's first line names it. */
    private String python() throws IOException {
        Path found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder).resolve(program)) // which leaves an absolute path as it is
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
        try (Stream<String> lines = Files.lines(found)) {
            return lines.findFirst().orElseThrow().replaceFirst("^#!", "").strip();
        }
    }

    Command.Finished run(String... words) throws IOException, InterruptedException {
        String log = String.join("-", words[0], words[words.length - 1]) + ".log";
        return new Command(command(words), Repository.ROOT, ENVIRONMENT).run(output.resolve(log), LIMIT);
    }

    /** A template of the repository with the zip unpacked, since a zip would be unpacked for each container. */
    Path unpackedTemplate(String name) throws IOException, InterruptedException {
        Path unpacked = Files.createDirectories(output.resolve("functions"));
        String jar = Path.of(System.getProperty("java.home"), "bin", "jar").toString();
        Command.Finished finished = new Command(List.of(jar, "xf", ZIP.toString()), unpacked, Map.of())
                .run(output.resolve("jar.log"), LIMIT);
        if (finished.exitCode() != 0) {
            throw new IllegalStateException(
                    "./mvnw -pl functions -am package makes what is missing: " + finished.output());
        }
        return Files.writeString(
                output.resolve(name),
                Files.readString(Repository.ROOT.resolve(name))
                        .replace("CodeUri: functions/target/functions.zip", "CodeUri: " + unpacked));
    }

    /** Runs a function in a container, for one event. */
    Command.Finished invoke(Path template, String function, Path event, Path environment)
            throws IOException, InterruptedException {
        List<String> words = local("invoke", template, environment);
        words.addAll(List.of("--event", event.toString(), function));
        return run(words.toArray(String[]::new));
    }

    /** Serves the API: each function in a container of its own, from its first request on. */
    Api startApi(Path template, Path environment) throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        List<String> words = local("start-api", template, environment);
        words.addAll(List.of("--port", Integer.toString(port)));
        ProcessBuilder builder = new ProcessBuilder(command(words.toArray(String[]::new)))
                .directory(Repository.ROOT.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(ENVIRONMENT);
        return Api.whenReady(builder.start(), URI.create("http://127.0.0.1:" + port), output.resolve("start-api.log"));
    }

    private static List<String> local(String command, Path template, Path environment)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                "local",
                command,
                "--config-file",
                Repository.ROOT.resolve("samconfig.toml").toString(),
                "--template",
                template.toString(),
                "--env-vars",
                environment.toString()));
        if (Docker.hasImage(IMAGE)) {
            words.add("--skip-pull-image");
        }
        return words;
    }

    private List<String> command(String... words) {
        List<String> all = new ArrayList<>(List.of(program));
        all.addAll(List.of(words));
        return all;
    }

    /** The API that is served. */
    record Api(Process process, URI uri) implements AutoCloseable {
        private static final int LIMIT_SECONDS = 120;

        private static Api whenReady(Process process, URI uri, Path log) throws InterruptedException {
            CompletableFuture<Api> ready = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> read(process, uri, log, ready));
            try {
                return ready.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                process.destroyForcibly();
                throw new IllegalStateException("sam local start-api did not start: see " + log, e);
            }
        }

        /** To its end, so that it never waits for a reader. */
        private static void read(Process process, URI uri, Path log, CompletableFuture<Api> ready) {
            try (var lines = process.inputReader();
                    var copy = Files.newBufferedWriter(log)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    copy.write(line + "\n");
                    copy.flush();
                    if (line.contains("Running on " + uri)) {
                        ready.complete(new Api(process, uri));
                    }
                }
                ready.completeExceptionally(new IllegalStateException("its output ended"));
            } catch (IOException e) {
                ready.completeExceptionally(e);
            }
        }

        /** SIGTERM, upon which it removes the containers. */
        @Override
        public void close() {
            process.destroy();
            process.onExit()
                    .completeOnTimeout(process, LIMIT_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
    }
}
