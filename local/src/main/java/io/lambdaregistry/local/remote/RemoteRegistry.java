package io.lambdaregistry.local.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** A client of the registry at an address. Thread-safe. */
public final class RemoteRegistry implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** API Gateway answers within 30 s; a local registry may take longer for a large file. */
    private static final Duration ANSWER = Duration.ofMinutes(10);

    private static final int FORBIDDEN = 403;

    /** Headers that the HTTP client sets itself. */
    private static final Set<String> OF_THE_CLIENT =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    private final URI api;
    private volatile Optional<Signing> signing;
    private final Optional<String> token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /** @param api such as {@code https://abc.execute-api.eu-west-1.amazonaws.com}, with or without a stage's path */
    public RemoteRegistry(URI api, Optional<Signing> signing) {
        this(api, signing, Optional.empty());
    }

    /** @param token sent as a bearer token with each request, where one is given */
    public RemoteRegistry(URI api, Optional<Signing> signing, Optional<String> token) {
        this.api = api;
        this.signing = signing;
        this.token = token;
    }

    public URI api() {
        return api;
    }

    Optional<Signing> signing() {
        return signing;
    }

    boolean sendsToken() {
        return token.isPresent();
    }

    /**
     * Sends a request, with a signature or the token where one is given. If a signature is refused because this machine's clock is
     * off, the request is sent again by the server's clock.
     *
     * @param target path and query, encoded; begins with a slash
     * @param headers the request's headers; those of a connection are left out
     * @param body the body; empty for none
     */
    public HttpResponse<InputStream> send(String method, String target, Map<String, List<String>> headers, byte[] body)
            throws IOException {
        HttpResponse<InputStream> answer = sendOnce(method, target, headers, body);
        Optional<Signing> corrected = answer.statusCode() == FORBIDDEN
                ? signing.flatMap(sign ->
                        sign.corrected(answer.headers().firstValue("date").orElse("")))
                : Optional.empty();
        if (corrected.isEmpty()) {
            return answer;
        }
        answer.body().close();
        signing = corrected;
        return sendOnce(method, target, headers, body);
    }

    private HttpResponse<InputStream> sendOnce(
            String method, String target, Map<String, List<String>> headers, byte[] body) throws IOException {
        URI uri = URI.create(base() + target);
        HttpRequest.Builder request = request(method, uri, headers, body);
        token.ifPresent(bearer -> request.setHeader("authorization", "Bearer " + bearer));
        signing.map(sign -> sign.sign(method, uri, body)).ifPresent(signed -> {
            request.uri(signed.getUri());
            forEach(signed.headers(), request::setHeader);
        });
        return send(request.build());
    }

    /** Sends a request of AWS's own API, with a signature, or a presigned one as it is. */
    HttpResponse<InputStream> sendElsewhere(
            Optional<String> service, String method, URI uri, Map<String, List<String>> headers, byte[] body)
            throws IOException {
        HttpRequest.Builder request = request(method, uri, headers, body);
        service.ifPresent(name ->
                forEach(signing.orElseThrow().sign(name, method, uri, body).headers(), request::setHeader));
        return send(request.build());
    }

    private static HttpRequest.Builder request(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        forEach(headers, request::header);
        return request;
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Sends a request that the registry has signed, as it is: its {@code url} and its {@code headers}. */
    public HttpResponse<InputStream> download(Map<?, ?> signed) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(String.valueOf(signed.get("url"))))
                .timeout(ANSWER);
        if (signed.get("headers") instanceof Map<?, ?> headers) {
            headers.forEach((name, value) -> request.header(name.toString(), String.valueOf(value)));
        }
        return send(request.build());
    }

    /** A response, read to its end. */
    public record Whole(int status, String text) {}

    /** As {@link #send}, with a JSON body, or none where the text is empty. */
    public Whole sendJson(String method, String target, String json) throws IOException {
        HttpResponse<InputStream> answer = send(
                method,
                target,
                Map.of("content-type", List.of("application/json")),
                json.getBytes(StandardCharsets.UTF_8));
        try (InputStream content = answer.body()) {
            return new Whole(answer.statusCode(), new String(content.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private String base() {
        String text = api.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static void forEach(Map<String, List<String>> headers, BiConsumer<String, String> action) {
        headers.forEach((name, values) -> {
            if (!OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> action.accept(name, value));
            }
        });
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
