package io.lambdaregistry.local.imports;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.remote.Query;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The server that is copied from, by HTTP. Everything here reads, so everything may be asked again: a lost connection, 429
 * and 5xx are, with growing pauses. Thread-safe.
 */
final class SourceServer implements AutoCloseable {
    private static final int ATTEMPTS = 8;

    /** A server that fails at a request mostly fails at it again. */
    private static final int ATTEMPTS_AT_AN_ERROR = 3;

    private static final Set<Integer> BUSY = Set.of(408, 429, 502, 503, 504);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(10))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    private final String base;
    private final Optional<String> authorization;

    SourceServer(URI uri, Optional<String> authorization) {
        this.base = Relocation.withoutSlashesAtEnd(uri.toString());
        this.authorization = authorization;
    }

    /** The version of MLflow that answers, asked for once: a wrong URL is told at once. */
    String version() {
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(request("/version", Query.NONE).GET().build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new ImportException("Nothing answers at " + base + ": " + reason(e) + ".", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        String version = new String(answer.body(), StandardCharsets.UTF_8).strip();
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
            throw new ImportException(
                    base
                            + " wants to know who asks: set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.");
        }
        if (answer.statusCode() != 200 || !version.matches("[0-9][\\w.+\\-]{0,40}")) {
            throw new ImportException(
                    "What answers at " + base + " is no MLflow server: GET /version is " + answer.statusCode() + ".");
        }
        return version;
    }

    /** @throws SourceRefusal where it answers anything but 200 */
    Fields get(String path, Query query) {
        return json(send(request(path, query).GET().build(), BodyHandlers.ofByteArray()));
    }

    /** As {@link #get}. */
    Fields post(String path, Map<String, ?> body) {
        HttpRequest request = request(path, Query.NONE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.text(body)))
                .build();
        return json(send(request, BodyHandlers.ofByteArray()));
    }

    /**
     * Writes a file to {@code out} as it comes.
     *
     * @return the number of its bytes
     * @throws IOException where it broke off
     * @throws SourceRefusal where it answers anything but 200
     */
    long download(String path, Query query, OutputStream out) throws IOException {
        HttpResponse<InputStream> answer = send(request(path, query).GET().build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw refusal(answer.statusCode(), body.readNBytes(10_000));
            }
            return body.transferTo(out);
        }
    }

    private HttpRequest.Builder request(String path, Query query) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path + query.text())).timeout(LONGEST_ANSWER);
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private static Fields json(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != 200) {
            throw refusal(answer.statusCode(), answer.body());
        }
        try {
            return Fields.of(Json.parsePage(answer.body()));
        } catch (UncheckedIOException e) {
            throw new SourceRefusal(answer.statusCode(), "its answer is no JSON");
        }
    }

    private static SourceRefusal refusal(int status, byte[] body) {
        String message = "";
        try {
            message = Fields.of(Json.parse(body)).text("message");
        } catch (UncheckedIOException e) {
            // a page for people
        }
        return new SourceRefusal(
                status,
                "the source answers " + status
                        + message.lines().findFirst().map(line -> ": " + line).orElse(""));
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        int errors = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<T> answer = http.send(request, handler);
                int status = answer.statusCode();
                boolean again = BUSY.contains(status) || (status == 500 && ++errors < ATTEMPTS_AT_AN_ERROR);
                if (!again) {
                    return answer;
                }
                discard(answer);
                if (attempt == ATTEMPTS) {
                    throw new ImportException("The source is too busy: it keeps answering " + status
                            + ". Run the import again to go on.");
                }
                pause(attempt, answer.headers().firstValue("Retry-After"));
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new ImportException(
                            "The source no longer answers: " + reason(e) + ". Run the import again to go on.", e);
                }
                pause(attempt, Optional.empty());
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private static void discard(HttpResponse<?> answer) throws IOException {
        if (answer.body() instanceof InputStream body) {
            body.close();
        }
    }

    private static void pause(int attempt, Optional<String> retryAfter) {
        long longest = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << (attempt - 1));
        long millis = retryAfter
                .filter(seconds -> seconds.matches("[0-9]{1,2}"))
                .map(seconds -> 1_000 * Long.parseLong(seconds))
                .orElseGet(() -> ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static ImportException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ImportException("The import was interrupted.", e);
    }

    private static String reason(IOException e) {
        if (e instanceof ConnectException) {
            return "the connection is refused";
        }
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    @Override
    public String toString() {
        return base;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
