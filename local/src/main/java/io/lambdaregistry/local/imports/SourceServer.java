package io.lambdaregistry.local.imports;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.remote.UrlQuery;
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
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The HTTP client of the server that is copied from. All requests only read, so all may be retried: after a lost connection,
 * 429 or 5xx, with growing pauses. Redirects are not followed, so that credentials and requests reach only the server that the
 * user named. Thread-safe.
 */
final class SourceServer implements AutoCloseable {
    private static final int ATTEMPTS = 8;

    /** A server error mostly repeats itself. */
    private static final int ATTEMPTS_AT_AN_ERROR = 3;

    private static final Set<Integer> BUSY = Set.of(408, 429, 502, 503, 504);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** A server that sent nothing for minutes mostly does so again. */
    private static final int ATTEMPTS_AT_SILENCE = 2;

    /** The part of an error response that is read for its message. */
    private static final int START = 10_000;

    /** MLflow lists no length for an empty file, and some of its stores list none at all. */
    private static final long LARGEST_UNLISTED = 1L << 30;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    private final String base;
    private final Optional<String> authorization;
    private final SourceLimits limits;
    private final PatientStreams streams;

    SourceServer(URI uri, Optional<String> authorization, SourceLimits limits) {
        this.limits = limits;
        this.streams = new PatientStreams(limits);
        this.base = Relocation.withoutSlashesAtEnd(uri.toString());
        this.authorization = authorization;
    }

    /** The version of MLflow that the server reports, read before all else, so that a wrong URL is reported at once. */
    String version() {
        int status;
        String version;
        try (Answer answer = ask(request("/version", UrlQuery.NONE).GET().build())) {
            status = answer.status();
            version = new String(answer.start(), StandardCharsets.UTF_8).strip();
            if (answer.isRedirect()) {
                throw new ImportException(
                        "%s redirects to '%s', and redirects are not followed. If you mean that server, name it by --from."
                                .formatted(base, answer.location()));
            }
        } catch (IOException e) {
            throw new ImportException("Nothing answers at " + base + ": " + reason(e) + ".", e);
        }
        if (status == 401 || status == 403) {
            throw new ImportException(
                    base
                            + " requires authentication: set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.");
        }
        if (status != 200 || !version.matches("[0-9][\\w.+\\-]{0,40}")) {
            throw new ImportException("The server at " + base
                    + " is not an MLflow server: it answers GET /version with status " + status + ".");
        }
        return version;
    }

    SourceLimits limits() {
        return limits;
    }

    /** @throws SourceRefusal for any status but 200 */
    Fields get(String path, UrlQuery query) {
        return json(request(path, query).GET().build());
    }

    /** As {@link #get}. */
    Fields post(String path, Map<String, ?> body) {
        return json(request(path, UrlQuery.NONE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.text(body)))
                .build());
    }

    /**
     * Writes a file to {@code out} while it arrives.
     *
     * @param length the length that the source has listed; negative where it has listed none, and then the file may be long,
     *     but not endless
     * @return the number of its bytes
     * @throws IOException where the connection broke off
     * @throws SourceRefusal for any status but 200, or a longer file
     */
    long download(String path, UrlQuery query, long length, OutputStream out) throws IOException {
        long most = length < 0 ? LARGEST_UNLISTED : length;
        try (Answer answer = send(request(path, query).GET().build(), opened -> opened)) {
            answer.requireOk();
            InputStream body = streams.of(answer.body());
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                size += count;
                if (size > most) {
                    throw new SourceRefusal(
                            answer.status(), "the source sends more than the expected " + most + " bytes");
                }
                out.write(buffer, 0, count);
            }
            if (size < length) {
                throw new IOException("the source sends only " + size + " of " + length + " bytes");
            }
            return size;
        }
    }

    private HttpRequest.Builder request(String path, UrlQuery query) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path + query.text())).timeout(limits.answer());
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private Fields json(HttpRequest request) {
        byte[] json = send(request, answer -> {
            try (answer) {
                answer.requireOk();
                byte[] bytes = streams.within(limits.answer(), answer.body()).readNBytes(limits.largestJson() + 1);
                if (bytes.length > limits.largestJson()) {
                    throw new ImportException("The source answers more than %d MB of JSON at once."
                            .formatted(limits.largestJson() >> 20));
                }
                return bytes;
            }
        });
        try {
            return Fields.of(Json.parsePage(json));
        } catch (UncheckedIOException e) {
            throw new SourceRefusal(200, "its answer is not JSON");
        }
    }

    /** A response whose body is not read yet. */
    private final class Answer implements AutoCloseable {
        private final HttpResponse<InputStream> response;

        Answer(HttpResponse<InputStream> response) {
            this.response = response;
        }

        int status() {
            return response.statusCode();
        }

        boolean isRedirect() {
            return status() / 100 == 3;
        }

        String location() {
            return header("Location").orElse("");
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        InputStream body() {
            return response.body();
        }

        byte[] start() throws IOException {
            return streams.within(limits.answer(), body()).readNBytes(START);
        }

        /** @throws SourceRefusal with the source's error message */
        void requireOk() throws IOException {
            if (status() != 200) {
                throw new SourceRefusal(status(), "the source answers " + status() + said());
            }
        }

        private String said() throws IOException {
            if (isRedirect()) {
                return ": it redirects to '" + location() + "', and redirects are not followed";
            }
            try {
                String message = Fields.of(Json.parse(start())).text("message");
                return message.lines().findFirst().map(line -> ": " + line).orElse("");
            } catch (UncheckedIOException e) {
                return ""; // an HTML page
            }
        }

        @Override
        public void close() throws IOException {
            body().close();
        }
    }

    /** Reads a response; where reading fails, the request is retried. */
    private interface Use<T> {
        T of(Answer answer) throws IOException;
    }

    private Answer ask(HttpRequest request) throws IOException {
        try {
            return new Answer(http.send(request, BodyHandlers.ofInputStream()));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private <T> T send(HttpRequest request, Use<T> use) {
        int errors = 0;
        int silences = 0;
        for (int attempt = 1; ; attempt++) {
            Optional<String> retryAfter = Optional.empty();
            try {
                Answer answer = ask(request);
                int status = answer.status();
                boolean again = BUSY.contains(status) || (status == 500 && ++errors < ATTEMPTS_AT_AN_ERROR);
                if (!again) {
                    return use.of(answer);
                }
                answer.close();
                if (attempt == ATTEMPTS) {
                    throw new ImportException("The source is too busy: it keeps answering " + status
                            + ". Run the import again to continue.");
                }
                retryAfter = answer.header("Retry-After");
            } catch (IOException e) {
                boolean silent = e instanceof HttpTimeoutException && ++silences == ATTEMPTS_AT_SILENCE;
                if (attempt == ATTEMPTS || silent) {
                    throw new ImportException(
                            "The source no longer answers: " + reason(e) + ". Run the import again to continue.", e);
                }
            }
            pause(attempt, retryAfter);
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
        streams.close();
    }
}
