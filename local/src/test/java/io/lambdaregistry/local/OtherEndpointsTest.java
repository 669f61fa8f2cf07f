package io.lambdaregistry.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.local.commands.RegistryCommand;
import io.lambdaregistry.local.s3.EmbeddedS3;
import io.lambdaregistry.local.s3.S3Credentials;
import io.lambdaregistry.registry.ModelRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/** The registry on a DynamoDB and an S3 that it did not start, each reached over its own network protocol. */
class OtherEndpointsTest {
    @Test
    void worksOnAnotherDynamoDbAndAnotherS3() throws Exception {
        int port = freePort();
        DynamoDBProxyServer dynamoDb = ServerRunner.createServerFromCommandLineArgs(
                new String[] {"-inMemory", "-disableTelemetry", "-port", Integer.toString(port)});
        dynamoDb.start();
        try (EmbeddedS3 s3 = EmbeddedS3.start(Optional.empty(), 0, S3Credentials.random(), Optional.empty())) {
            System.setProperty("aws.accessKeyId", s3.credentials().accessKeyId());
            System.setProperty("aws.secretAccessKey", s3.credentials().secretAccessKey());
            Options options = Options.inMemory()
                    .named("other-table", "other-bucket")
                    .at(Optional.of(URI.create("http://127.0.0.1:" + port)), Optional.of(s3.endpoint()));
            try (LocalRegistry registry = LocalRegistry.start(options)) {
                keepsNamesUnique(registry.services().registry());
                keepsArtifacts(registry);
            }
            try (LocalRegistry again = LocalRegistry.start(options)) {
                assertThat(again.services().registry().getModel("elsewhere").tags())
                        .containsEntry("k", "v");
            }
            importsInto(options);
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
            dynamoDb.stop();
        }
    }

    private static void importsInto(Options options) throws Exception {
        String dynamoDb = options.dynamoDbEndpoint().orElseThrow().toString();
        String s3 = options.s3Endpoint().orElseThrow().toString();
        try (LocalRegistry source = LocalRegistry.inMemory()) {
            source.services().registry().createModel("imported", "", Map.of());
            String[] words = {
                "import",
                "--from",
                source.uri().toString(),
                "--dynamodb-endpoint",
                dynamoDb,
                "--s3-endpoint",
                s3,
                "--table",
                "other-table",
                "--bucket",
                "other-bucket"
            };
            assertThat(quietly().execute(words)).isZero();
            words[8] = "no-such-table";
            assertThat(quietly().execute(withDryRun(words))).isEqualTo(2);
        }
        try (LocalRegistry registry = LocalRegistry.start(options)) {
            assertThat(registry.services().registry().getModel("imported").name())
                    .isEqualTo("imported");
            assertThat(registry.dynamoDb().listTables().tableNames()).containsExactly("other-table");
        }
    }

    private static String[] withDryRun(String[] words) {
        return Stream.concat(Arrays.stream(words), Stream.of("--dry-run")).toArray(String[]::new);
    }

    private static CommandLine quietly() {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return RegistryCommand.commandLine().setOut(nowhere).setErr(nowhere);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void keepsNamesUnique(ModelRegistry registry) {
        registry.createModel("elsewhere", "", Map.of("k", "v"));
        assertThatThrownBy(() -> registry.createModel("elsewhere", "", Map.of()))
                .hasMessage("Registered Model (name=elsewhere) already exists.");
    }

    private static void keepsArtifacts(LocalRegistry registry) throws Exception {
        URI file = registry.uri().resolve("/api/2.0/mlflow-artifacts/artifacts/0/run/artifacts/model.txt");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest put = HttpRequest.newBuilder(file)
                    .PUT(BodyPublishers.ofString("a model"))
                    .build();
            assertThat(http.send(put, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
            HttpRequest get = HttpRequest.newBuilder(file).build();
            assertThat(http.send(get, BodyHandlers.ofString()).body()).isEqualTo("a model");
        }
        assertThat(registry.s3()
                        .listObjectsV2(request -> request.bucket("other-bucket"))
                        .contents())
                .extracting(object -> object.key())
                .containsExactly("0/run/artifacts/model.txt");
    }
}
