package io.lambdaregistry.clienttests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** DynamoDB and S3 in a container, at an address that other containers and this machine reach. */
final class LocalStack implements AutoCloseable {
    /** The last of the community edition that needs no account. */
    private static final String IMAGE = "localstack/localstack:4.14.0";

    private static final int ATTEMPTS = 240;
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final String container;
    private final URI endpoint;

    private LocalStack(String container, URI endpoint) {
        this.container = container;
        this.endpoint = endpoint;
    }

    static LocalStack start() throws IOException, InterruptedException {
        String container = lastLine(Docker.run("run", "--detach", "--rm", IMAGE));
        String address = Docker.run("inspect", "--format", "{{.NetworkSettings.Networks.bridge.IPAddress}}", container);
        LocalStack started = new LocalStack(container, URI.create("http://" + address + ":4566"));
        started.awaitReady();
        return started;
    }

    /** Behind what Docker says of an image that it had to fetch. */
    private static String lastLine(String output) {
        return output.substring(output.lastIndexOf('\n') + 1);
    }

    private void awaitReady() throws IOException, InterruptedException {
        HttpRequest health =
                HttpRequest.newBuilder(endpoint.resolve("/_localstack/health")).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                try {
                    if (http.send(health, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    // asked again
                }
                Thread.sleep(BETWEEN);
            }
        }
        close();
        throw new IOException("LocalStack did not start");
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() throws IOException {
        try {
            Docker.run("rm", "--force", container);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
