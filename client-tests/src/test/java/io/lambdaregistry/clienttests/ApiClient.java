package io.lambdaregistry.clienttests;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Calls MLflow's HTTP API without an MLflow client, for requests that clients do not send and responses that they do not show.
 */
final class ApiClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI server;

    ApiClient(URI server) {
        this.server = server;
    }

    /** POSTs flat JSON to an operation such as {@code registered-models/create}. */
    Answer post(String operation, Map<String, String> fields) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        fields.forEach(body::put);
        return send("POST", "/api/2.0/mlflow/" + operation, body.toString());
    }

    Answer get(String operation, Map<String, String> query) throws IOException, InterruptedException {
        String encoded = query.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send("GET", "/api/2.0/mlflow/" + operation + "?" + encoded, "");
    }

    Answer putArtifact(String path, String content) throws IOException, InterruptedException {
        return send("PUT", "/api/2.0/mlflow-artifacts/artifacts/" + path, content);
    }

    Answer getArtifact(String path) throws IOException, InterruptedException {
        return send("GET", "/api/2.0/mlflow-artifacts/artifacts/" + path, "");
    }

    /** Sends a body as JSON, which it need not be. */
    Answer send(String method, String pathAndQuery, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(pathAndQuery))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        var response = http.send(request, BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
