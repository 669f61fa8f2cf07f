package io.lambdaregistry.benchmarks.coldstart;

import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.processes.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/** The stores that the measured functions call: DynamoDB Local and an S3 with a registry's data, by TLS on the loopback. */
final class Backend implements AutoCloseable {
    private static final int MODELS = 20;

    private final DynamoDBProxyServer dynamoDb;
    private final LocalRegistry registry;
    private final Certificate certificate;
    private final TlsRelay dynamoDbByTls;
    private final TlsRelay s3ByTls;
    private final Map<String, String> credentials;

    private Backend(
            DynamoDBProxyServer dynamoDb,
            LocalRegistry registry,
            Certificate certificate,
            TlsRelay dynamoDbByTls,
            TlsRelay s3ByTls,
            Map<String, String> credentials) {
        this.dynamoDb = dynamoDb;
        this.registry = registry;
        this.certificate = certificate;
        this.dynamoDbByTls = dynamoDbByTls;
        this.s3ByTls = s3ByTls;
        this.credentials = credentials;
    }

    static Backend start(Path folder) throws IOException, InterruptedException, StartException {
        int port = ServerProcess.freePort();
        DynamoDBProxyServer dynamoDb = dynamoDb(port);
        LocalRegistry registry = LocalRegistry.start(Options.inFolder(folder.resolve("data"))
                .at(Optional.of(URI.create("http://127.0.0.1:" + port)), Optional.empty()));
        Certificate certificate = Certificate.make(folder);
        Backend backend = new Backend(
                dynamoDb,
                registry,
                certificate,
                TlsRelay.start(certificate.listen(), port),
                TlsRelay.start(certificate.listen(), registry.s3Endpoint().getPort()),
                credentials(registry.s3Credentials().orElseThrow()));
        backend.fill();
        return backend;
    }

    private static DynamoDBProxyServer dynamoDb(int port) throws IOException {
        try {
            DynamoDBProxyServer server = ServerRunner.createServerFromCommandLineArgs(
                    new String[] {"-inMemory", "-sharedDb", "-disableTelemetry", "-port", Integer.toString(port)});
            server.start();
            return server;
        } catch (Exception e) {
            throw new IOException("DynamoDB Local did not start", e);
        }
    }

    private static Map<String, String> credentials(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.split("\\s*=\\s*", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /** Adds the data that the events refer to. */
    private void fill() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < MODELS; i++) {
                String name = i == 0 ? "credit risk, Österreich" : "model " + i;
                post(
                        http,
                        "registered-models/create",
                        "{\"name\": \"%s\", \"tags\": [{\"key\": \"team\", \"value\": \"risk\"}]}".formatted(name));
                post(http, "model-versions/create", "{\"name\": \"%s\", \"source\": \"s3://b/1\"}".formatted(name));
            }
            // the first page of a registry makes the key of page tokens, once and for all
            send(http, "registered-models/search?max_results=1", HttpRequest.Builder::GET);
        }
        String flavors = "flavors:\n  python_function:\n    loader_module: mlflow.sklearn\nmodel_uuid: 1\n";
        registry.s3()
                .putObject(
                        put -> put.bucket(registry.bucket()).key("models/churn/2026-01-15/MLmodel"),
                        RequestBody.fromString(flavors));
    }

    private void post(HttpClient http, String operation, String body) throws IOException, InterruptedException {
        send(
                http,
                operation,
                request -> request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    private void send(HttpClient http, String operation, UnaryOperator<HttpRequest.Builder> method)
            throws IOException, InterruptedException {
        URI uri = registry.uri().resolve("/api/2.0/mlflow/" + operation);
        HttpResponse<String> answer =
                http.send(method.apply(HttpRequest.newBuilder(uri)).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(operation + ": " + answer.body());
        }
    }

    /** The environment that template.yaml gives a function, with the endpoints of these stores instead of AWS. */
    Map<String, String> environment() {
        return Map.of(
                "TABLE_NAME",
                registry.tableName(),
                "BUCKET_NAME",
                registry.bucket(),
                "ARTIFACT_ROOT",
                "mlflow-artifacts:/",
                "AWS_ENDPOINT_URL_DYNAMODB",
                "https://127.0.0.1:" + dynamoDbByTls.port(),
                "AWS_ENDPOINT_URL_S3",
                "https://127.0.0.1:" + s3ByTls.port(),
                "SSL_CERT_FILE",
                certificate.trusted().toString());
    }

    /** The connections that functions have made so far. */
    int connections() {
        return dynamoDbByTls.accepted() + s3ByTls.accepted();
    }

    String accessKeyId() {
        return credentials.getOrDefault("aws_access_key_id", "");
    }

    String secretAccessKey() {
        return credentials.getOrDefault("aws_secret_access_key", "");
    }

    @Override
    public void close() throws IOException {
        dynamoDbByTls.close();
        s3ByTls.close();
        registry.close();
        try {
            dynamoDb.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
