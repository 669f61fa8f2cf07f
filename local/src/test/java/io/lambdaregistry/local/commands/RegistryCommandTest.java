package io.lambdaregistry.local.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.local.ChildJvm;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RegistryCommandTest {
    private static final String READY =
            "Lambda Model Registry 0\\.1\\.0 is serving (http://127\\.0\\.0\\.1:\\d+) \\(data: (.*)\\)";

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void saysInOneLineWhatItsUserHasToPutRight() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());
            assertRefused("Missing command");
            assertRefused("frobnicate", "frobnicate");
            assertRefused("--frobnicate", "serve", "--frobnicate");
            assertRefused("'x'", "serve", "--port", "x");
            assertRefused("--port takes 0 to 65535, not 65536", "serve", "--port", "65536");
            assertRefused("Cannot listen on 127.0.0.1:" + port, "serve", "--in-memory", "--port", port);
            assertRefused("--s3-port takes 0 to 65535, not -1", "serve", "--s3-port", "-1");
            assertRefused(
                    "Cannot listen on 127.0.0.1:" + port
                            + " for S3: BindException: Address already in use. Name another",
                    "serve",
                    "--in-memory",
                    "--port",
                    "0",
                    "--s3-port",
                    port);
            assertRefused("Cannot listen on nowhere.invalid", "serve", "--in-memory", "--host", "nowhere.invalid");
            assertRefused("The data folder " + file + " cannot be written", "serve", "--data", file.toString());
            assertRefused("--s3-endpoint takes a URL", "serve", "--s3-endpoint", "127.0.0.1:9000");
            assertRefused("--dynamodb-endpoint takes a URL", "serve", "--dynamodb-endpoint", "::");
            assertRefused(
                    "DynamoDB at http://127.0.0.1:1 cannot be used",
                    "serve",
                    "--in-memory",
                    "--port",
                    "0",
                    "--dynamodb-endpoint",
                    "http://127.0.0.1:1");
            assertRefused(
                    "S3 at http://127.0.0.1:1 cannot be used",
                    "serve",
                    "--in-memory",
                    "--port",
                    "0",
                    "--s3-endpoint",
                    "http://127.0.0.1:1");
        }
    }

    @Test
    void refusesToImportFromOrIntoNothing() {
        assertRefused("Missing required option: '--from=URL'", "import");
        assertRefused("--from takes a URL such as", "import", "--from", "localhost");
        assertRefused("--parallel takes 1 to 256, not 0.", "import", "--from", "http://127.0.0.1:1", "--parallel", "0");
        assertRefused("Nothing answers at http://127.0.0.1:1", "import", "--from", "http://127.0.0.1:1");
    }

    @Test
    void printsItsVersionAndOptions() {
        assertThat(run("--version")).isZero();
        assertThat(out).hasToString("Lambda Model Registry 0.1.0\n");
        assertThat(run("serve", "--help")).isZero();
        assertThat(out.toString()).contains("--data", "--in-memory", "--allowed-hosts", "8081", "--s3-port", "8082");
    }

    @Test
    void saysWhatItMeansToServeANetwork() {
        assertThat(runInMemory()).isZero();
        assertThat(err).hasToString("");
        assertThat(runInMemory("--host", "0.0.0.0", "--insecure")).isZero();
        assertThat(err.toString())
                .contains("can read and change everything here: there is no authentication.")
                .contains("It answers under localhost, IP addresses; name other hosts by --allowed-hosts.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "0", "[::]"})
    void refusesToServeANetworkOpenly(String host) {
        assertThat(runInMemory("--host", host)).isEqualTo(2);
        assertThat(out).hasToString("");
        assertThat(err.toString())
                .contains(
                        "On " + host + " everyone who can connect",
                        "permissions",
                        "TLS",
                        "--allowed-hosts",
                        "--insecure")
                .hasLineCount(1);
    }

    @Test
    void servesThisMachineWithoutMore() {
        assertThat(runInMemory("--host", "localhost")).isZero();
        assertThat(err).hasToString("");
    }

    private int runInMemory(String... more) {
        return run(Stream.concat(
                        Stream.of("serve", "--rehearse", "--in-memory", "--port", "0", "--s3-port", "0"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void servesUntilItIsStopped() throws Exception {
        try (ChildJvm jvm = serve("--data", folder.resolve("data").toString())) {
            String ready = jvm.readLine();
            assertThat(ready).matches(READY).endsWith("(data: " + folder.resolve("data") + ")");
            assertThat(status(URI.create(ready.replaceAll(READY, "$1")))).isEqualTo(404);
            assertThat(jvm.readLine())
                    .matches("Its S3 is at http://127\\.0\\.0\\.1:\\d+ \\(bucket: model-registry, credentials: .*\\)")
                    .endsWith("credentials: " + folder.resolve("data/s3-credentials") + ")");

            try (ChildJvm second = serve("--data", folder.resolve("data").toString())) {
                assertThat(second.exitCode()).isEqualTo(2);
                assertThat(second.stderr())
                        .isEqualTo("The data folder " + folder.resolve("data")
                                + " is in use by another registry: stop that first.\n");
            }

            jvm.terminate();
            assertThat(jvm.exitCode()).isZero();
            assertThat(jvm.remainingLines()).isEmpty();
            assertThat(jvm.stderr()).isEmpty();
        }
    }

    @Test
    void saysWhereNothingIsKept() throws Exception {
        try (ChildJvm jvm = serve("--in-memory")) {
            assertThat(jvm.readLine()).matches(READY).endsWith("(data: in memory)");
        }
    }

    @Test
    void aRehearsalDoesWhatAServerDoesAndEnds() {
        assertThat(run("serve", "--in-memory", "--port", "0", "--rehearse")).isZero();
        assertThat(out.toString().lines()).singleElement().asString().matches(READY);
        assertThat(err.toString()).isEmpty();
    }

    private static ChildJvm serve(String... options) throws Exception {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "serve";
        arguments[1] = "--port";
        arguments[2] = "0";
        System.arraycopy(options, 0, arguments, 3, options.length);
        return ChildJvm.start(List.of(), RegistryCommand.class, arguments);
    }

    private static int status(URI uri) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri.resolve("/nope")).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private void assertRefused(String reason, String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains(reason);
        assertThat(err.toString().lines()).hasSize(1);
    }

    private int run(String... arguments) {
        CommandLine command = RegistryCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
