package io.lambdaregistry.clienttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.lambdaregistry.processes.Command;
import io.lambdaregistry.processes.MlflowRelease;
import io.lambdaregistry.processes.PythonInterpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wheel {@code lambda-model-registry}, installed into fresh environments of the oldest and the newest Python at hand. */
final class PythonPackageTest {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Path PACKAGE = Repository.ROOT.resolve("packaging/python/registry");

    /** Without the AOT cache, whose making would compete with the tests that follow. */
    private static final Map<String, String> WITHOUT_CACHE =
            Map.of("LAMBDA_MODEL_REGISTRY_CACHE", "", "PYTHONDONTWRITEBYTECODE", "1");

    @TempDir
    private static Path folder;

    private static List<String> interpreters = List.of();
    private static String wheel = "";

    @BeforeAll
    static void buildsTheWheel() throws IOException, InterruptedException {
        interpreters = PythonInterpreter.oldestAndNewest();
        if (interpreters.isEmpty()) {
            String missing = PythonInterpreter.MISSING;
            if ("true".equals(System.getenv("CI"))) {
                fail(missing);
            }
            abort(missing);
        }
        Path python = environment("build", interpreters.getLast(), "twine==6.2.0");
        run(PACKAGE, python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder.toString(), ".");
        try (Stream<Path> made = Files.list(folder)) {
            wheel = made.map(Path::toString)
                    .filter(name -> name.endsWith(".whl"))
                    .findFirst()
                    .orElseThrow();
        }
        run(folder, python, "-m", "twine", "check", "--strict", wheel);
    }

    @Test
    void serves() throws IOException, InterruptedException {
        for (String interpreter : interpreters) {
            boolean isNewest = interpreter.equals(interpreters.getLast());
            Path python =
                    environment("python" + interpreters.indexOf(interpreter), interpreter, wheel, "pytest==9.0.2");
            Path tests = Files.createDirectories(folder.resolve("tests"));
            Files.writeString(
                    tests.resolve("test_registry.py"), Files.readString(PACKAGE.resolve("tests/test_registry.py")));
            List<String> words = new ArrayList<>(
                    List.of(python.toString(), "-m", "pytest", "-q", "-p", "no:cacheprovider", tests.toString()));
            if (!isNewest) {
                words.addAll(List.of("-k", "fixture or ctrl_c"));
            }
            run(tests, isNewest ? withCache() : WITHOUT_CACHE, words);
            if (isNewest) {
                assertThat(runs(python.resolveSibling("lambda-model-registry").toString(), "--help"))
                        .isEqualTo(runs(Repository.LAUNCHER, "--help"));
                servesALab(python);
            }
        }
    }

    /** Debian with Python and pip, without Java: the two commands of the README, and MLflow's client. */
    @Test
    void servesOnAMachineThatHasPythonAlone() throws IOException, InterruptedException {
        String image = "lambda-model-registry/debian-with-python";
        if (!Docker.answers() || !Docker.hasImage(image)) {
            String missing =
                    "Docker does not answer, or has no image " + image + ": src/test/images/stand-ins makes it";
            if ("true".equals(System.getenv("CI"))) {
                fail(missing);
            }
            abort(missing);
        }
        List<String> words = new ArrayList<>(List.of("run", "--rm", "--network", "host"));
        for (String file : List.of("/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt", "/opt/wheels")) {
            if (Files.exists(Path.of(file))) { // how this machine reaches PyPI
                words.addAll(List.of("--volume", file + ":" + file + ":ro"));
            }
        }
        System.getenv().keySet().stream()
                .filter(name -> name.startsWith("PIP_"))
                .forEach(name -> words.addAll(List.of("--env", name)));
        words.addAll(List.of("--volume", folder + ":/wheel:ro"));
        words.addAll(List.of(
                "--volume", Repository.CLIENT_TESTS.resolve("src/test/images/from-nothing") + ":/from-nothing:ro"));
        words.addAll(
                List.of(image, "sh", "/from-nothing", "/wheel/" + Path.of(wheel).getFileName()));
        assertThat(Docker.run(words.toArray(String[]::new))).endsWith("all well");
    }

    /** The lab's workflow by MLflow's client, on a server that the package has started. */
    private static void servesALab(Path python) throws IOException, InterruptedException {
        String client = PythonClients.of(MlflowRelease.TESTED.get(1)).python();
        String script = Repository.CLIENT_TESTS
                .resolve("src/test/python/lab_workflow.py")
                .toString();
        String serving =
                "import lambda_model_registry, subprocess, sys\nwith lambda_model_registry.serve() as uri:\n    sys.exit(subprocess.call([*sys.argv[1:], uri]))";
        run(folder, python, "-c", serving, client, script);
    }

    private static Map<String, String> withCache() {
        return Map.of(
                "LAMBDA_MODEL_REGISTRY_CACHE",
                "",
                "PREPARED_CACHE",
                folder.resolve("cache").toString());
    }

    private static Path environment(String name, String interpreter, String... packages)
            throws IOException, InterruptedException {
        Path made = folder.resolve(name);
        run(folder, Path.of(interpreter), "-m", "venv", made.toString());
        Path python = made.resolve("bin/python");
        List<String> words = new ArrayList<>(List.of("-m", "pip", "install", "--quiet", "--disable-pip-version-check"));
        words.addAll(List.of(packages));
        run(folder, python, words.toArray(String[]::new));
        return python;
    }

    private static String runs(String... words) throws IOException, InterruptedException {
        return run(folder, WITHOUT_CACHE, List.of(words));
    }

    private static void run(Path directory, Path program, String... words) throws IOException, InterruptedException {
        run(
                directory,
                WITHOUT_CACHE,
                Stream.concat(Stream.of(program.toString()), Arrays.stream(words))
                        .toList());
    }

    private static String run(Path directory, Map<String, String> environment, List<String> words)
            throws IOException, InterruptedException {
        Command.Finished finished =
                new Command(words, directory, environment).run(Files.createTempFile(folder, "output", ".log"), LIMIT);
        assertThat(finished.exitCode())
                .as(() -> String.join(" ", words) + " printed:\n" + finished.output())
                .isZero();
        return finished.output();
    }
}
