package io.lambdaregistry.clienttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.lambdaregistry.processes.Command;
import io.lambdaregistry.processes.MlflowRelease;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The container's image, built of what the build of {@code local} left. Where no registry of images is in reach,
 * {@code src/test/images/stand-ins} makes the images that it begins with.
 */
final class ContainerTest {
    private static final String IMAGE = "lambda-model-registry/under-test";
    private static final Path DOCKERFILE = Repository.ROOT.resolve("packaging/container/Dockerfile");
    private static final Path JARS = Repository.ROOT.resolve("local/target");
    private static final long MOST_BYTES = 200_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String[] OPENLY = {"serve", "--host", "0.0.0.0", "--insecure"};

    @TempDir
    private static Path folder;

    private static final List<String> CONTAINERS = new ArrayList<>();
    private static final String VOLUME = "registry-test-" + UUID.randomUUID();

    @BeforeAll
    static void buildTheImage() throws IOException, InterruptedException {
        if (!Docker.answers() || !baseImages()) {
            String missing = "Docker does not answer, or has not the images that " + DOCKERFILE + " begins with";
            if ("true".equals(System.getenv("CI"))) {
                fail(missing);
            }
            abort(missing);
        }
        new Command(List.of(Repository.LAUNCHER, "--version"), folder, Map.of())
                .run(folder.resolve("build.log"), LIMIT);
        Path context = Files.createDirectories(folder.resolve("context/lib")).resolveSibling("");
        Files.copy(JARS.resolve("registry.jar"), context.resolve("registry.jar"));
        try (Stream<Path> jars = Files.list(JARS.resolve("lib"))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, context.resolve("lib").resolve(jar.getFileName()));
            }
        }
        Docker.run("build", "--quiet", "--file", DOCKERFILE.toString(), "--tag", IMAGE, context.toString());
    }

    private static boolean baseImages() throws IOException, InterruptedException {
        return Docker.hasImage("eclipse-temurin:25-jdk") && Docker.hasImage("debian:trixie-slim");
    }

    @AfterAll
    static void removeContainers() throws IOException, InterruptedException {
        for (String container : CONTAINERS) {
            Docker.run("rm", "--force", "--volumes", container);
        }
        if (!CONTAINERS.isEmpty()) {
            Docker.run("volume", "rm", "--force", VOLUME);
        }
    }

    @Test
    void isSmallAndRunsAsNobody() throws Exception {
        assertThat(Long.parseLong(Docker.run("image", "inspect", "--format", "{{.Size}}", IMAGE)))
                .isLessThan(MOST_BYTES);
        assertThat(Docker.run("image", "inspect", "--format", "{{.Config.User}} {{.Config.Volumes}}", IMAGE))
                .isEqualTo("10001:10001 map[/data:{}]");
    }

    @Test
    void byItselfItDoesNotServeOpenly() throws Exception {
        Command.Finished refused = new Command(List.of("docker", "run", "--rm", IMAGE), folder, Map.of())
                .run(folder.resolve("refused.log"), LIMIT);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.output()).contains("On 0.0.0.0 everyone who can connect", "--insecure");
    }

    @Test
    void servesALabOnAReadOnlyRootAndKeepsItsDataInTheVolume() throws Exception {
        String mount = VOLUME + ":/data";
        String first = start(List.of("--volume", mount), OPENLY);
        assertThat(Docker.run("exec", first, "sh", "-c", "id -u; touch /x 2>&1 || true"))
                .startsWith("10001\n")
                .contains("Read-only file system");
        Command.Finished lab = new Command(
                        List.of(
                                PythonClients.of(MlflowRelease.newest()).python(),
                                Repository.CLIENT_TESTS
                                        .resolve("src/test/python/lab_workflow.py")
                                        .toString(),
                                uri(first).toString()),
                        folder,
                        Map.of("PYTHONDONTWRITEBYTECODE", "1", "PYTHONWARNINGS", "ignore"))
                .run(folder.resolve("lab.log"), LIMIT);
        assertThat(lab.exitCode()).as(lab.output()).isZero();
        createModel(first);
        assertThat(Docker.run("exec", first, "registry", "backup", "/data/backup.zip"))
                .startsWith("Backed up /data/.registry");
        Docker.run("stop", first);
        assertThat(Docker.run("inspect", "--format", "{{.State.ExitCode}}", first))
                .isIn("0", "143");
        hasModel(start(List.of("--volume", mount), OPENLY));
    }

    @Test
    void servesOnADynamoDbAndAnS3Elsewhere() throws Exception {
        LocalStack stores = LocalStack.start();
        try {
            List<String> credentials = List.of(
                    "--env",
                    "AWS_ACCESS_KEY_ID=test",
                    "--env",
                    "AWS_SECRET_ACCESS_KEY=test",
                    "--env",
                    "AWS_REGION=us-east-1");
            String endpoint = stores.endpoint().toString();
            String[] words = Stream.concat(
                            Stream.of(OPENLY), Stream.of("--dynamodb-endpoint", endpoint, "--s3-endpoint", endpoint))
                    .toArray(String[]::new);
            String first = start(credentials, words);
            createModel(first);
            assertThat(ask(first, api -> api.putArtifact("0/a", "kept")).isOk()).isTrue();
            Docker.run("stop", first);
            String second = start(credentials, words);
            hasModel(second);
            assertThat(ask(second, api -> api.getArtifact("0/a")).body()).isEqualTo("kept");
        } finally {
            stores.close();
        }
    }

    private static void createModel(String container) throws Exception {
        assertThat(ask(container, api -> api.post("registered-models/create", Map.of("name", "kept")))
                        .isOk())
                .isTrue();
    }

    private static void hasModel(String container) throws Exception {
        assertThat(ask(container, api -> api.get("registered-models/get", Map.of("name", "kept")))
                        .isOk())
                .isTrue();
    }

    private interface Request {
        Answer sendBy(ApiClient api) throws IOException, InterruptedException;
    }

    private static Answer ask(String container, Request request) throws Exception {
        try (ApiClient api = new ApiClient(uri(container))) {
            return request.sendBy(api);
        }
    }

    /** A container that its own check calls healthy, on a read-only root and without any capability. */
    private static String start(List<String> options, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("run", "--detach", "--read-only", "--cap-drop", "ALL"));
        all.addAll(List.of("--security-opt", "no-new-privileges", "--publish", "127.0.0.1::8081"));
        all.addAll(options);
        all.add(IMAGE);
        all.addAll(List.of(words));
        String container = Docker.run(all.toArray(String[]::new));
        CONTAINERS.add(container);
        Instant end = Instant.now().plus(LIMIT);
        while (!Docker.run("inspect", "--format", "{{.State.Health.Status}}", container)
                .equals("healthy")) {
            assertThat(Instant.now()).as(() -> logs(container)).isBefore(end);
            Thread.sleep(500);
        }
        return container;
    }

    private static String logs(String container) {
        try {
            return Docker.run("logs", container);
        } catch (IOException | InterruptedException e) {
            return e.toString();
        }
    }

    private static URI uri(String container) throws Exception {
        String published = Docker.run("port", container, "8081/tcp");
        return URI.create("http://" + published.lines().findFirst().orElseThrow());
    }
}
